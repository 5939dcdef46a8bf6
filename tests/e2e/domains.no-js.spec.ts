import { randomBytes } from 'node:crypto'
import { rows } from '@/tests/support/database'
import { provedDomain } from '@/tests/support/domains'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'

test('without JavaScript, and with more roles than a card offers, olive says on the page who joins by a domain', async ({
  page,
}) => {
  const { org, olive } = await founded('joins', { olive: 'owner' })
  const { name } = await provedDomain(org, `joins-${randomBytes(4).toString('hex')}.example`, { setBy: olive })
  await rows(
    `insert into "Role" ("organizationId", name, permissions) select $1, 'Role ' || n, '{}' from generate_series(1, 20) n returning id`,
    [org.id],
  )
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/settings/domains`)
  await page.getByRole('link', { name: `Change who may join by ${name}` }).click()
  const asked = page.getByRole('region', { name: 'Change who may join' })
  await asked.getByLabel(`Who may join with an address at ${name}`).selectOption('Everybody may join as Role 7')
  await asked.getByRole('button', { name: 'Save' }).click()
  await expect(asked.getByText(`People at ${name} may join.`)).toBeVisible()
  await expect(page.getByRole('group', { name }).getByText('Everybody may join as Role 7')).toBeVisible()
})
