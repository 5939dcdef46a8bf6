import { rows } from '@/tests/support/database'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'

test('without JavaScript grace ticks people, changes their role, and removes them after she saw their names', async ({
  page,
}) => {
  const { org, grace, olive, linus, mia, vera } = await founded('still', {
    olive: 'owner',
    grace: 'admin',
    linus: 'member',
    mia: 'member',
    vera: 'viewer',
  })
  await signIn(page, grace.email)
  await page.goto(`/o/${org.slug}/members?sort=name`)
  const tick = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` })
  await expect(tick(olive.name)).toHaveCount(0)
  await tick(linus.name).check()
  await tick(mia.name).check()
  await page.getByRole('button', { name: 'Change role', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Change the role of 2 people' })).toBeVisible()
  await expect(page).toHaveURL(/sort=name/)
  const asked = page.getByRole('region', { name: 'Change the role of 2 people' })
  await asked.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('Choose a role.').first()).toBeVisible()
  await asked.getByLabel('New role').selectOption('viewer')
  await asked.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('2 people are now viewer.')).toBeVisible()
  await expect(page.getByLabel(`Role of ${mia.name}`)).toHaveValue('viewer')

  await page.goto(`/o/${org.slug}/members`)
  for (const one of [mia, vera]) await tick(one.name).check()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  const doomed = page.getByRole('region', { name: 'Remove 2 people?' })
  await expect(doomed.getByText(mia.email)).toBeVisible()
  await rows(`delete from "Membership" where id = $1 returning id`, [vera.membershipId])
  await doomed.getByRole('button', { name: /^Remove from/ }).click()
  await expect(page.getByText(`${mia.name} was removed.`, { exact: true })).toBeVisible()
  await expect(page.getByText('There is nothing here.')).toBeVisible()
  await page.goto(`/o/${org.slug}/members`)
  await expect(page.getByText(mia.email)).toHaveCount(0)

  // sorted by a link, and with many roles one row leads to all of them
  await page.getByRole('link', { name: 'Person', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Person' })).toHaveAttribute('aria-sort', 'ascending')
  await rows(
    `insert into "Role" ("organizationId", name, permissions) select $1, 'Role ' || n, '{}' from generate_series(1, 20) n returning id`,
    [org.id],
  )
  await page.reload()
  await page.getByRole('link', { name: `Change the role of ${linus.name}, now Viewer` }).click()
  await page.getByLabel(`Role of ${linus.name}`, { exact: true }).selectOption('Role 7')
  await page
    .getByRole('region', { name: `Change the role of ${linus.name}` })
    .getByRole('button', { name: 'Change role' })
    .click()
  await expect(page.getByText(`${linus.name} is now Role 7.`, { exact: true })).toBeVisible()
})
