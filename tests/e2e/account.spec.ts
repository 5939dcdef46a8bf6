import { expectAccessible } from '@/tests/support/accessible'
import { row, rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'
import { organization } from '@/tests/support/world'

const pathOf = (link: string | undefined) => link && new URL(link).pathname + new URL(link).search

test('ada adds an address, follows its link, and makes it the primary one', async ({ page, mailbox }) => {
  const ada = await person('ada', { email: newEmail('ada') })
  const work = newEmail('ada.work')
  await signIn(page, ada.email)
  await row(`update "Session" set "provedAt" = now() - interval '1 hour' where "userId" = $1 returning id`, [ada.id])
  await page.goto('/account')
  await page.getByLabel('Another e-mail address').fill(work)
  await page.getByRole('button', { name: 'Add address', exact: true }).click()
  // nothing typed is lost while she proves that it is her
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`We sent a link to ${work}.`)).toBeVisible()

  const link = pathOf((await mailbox.next(work, { template: 'add-email' })).links.find((one) => one.includes('token=')))
  await page.goto(link ?? '')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add address', exact: true }).click()
  await expect(page.getByText('The address is yours now.')).toBeVisible()
  await page.getByRole('button', { name: `Make primary ${work}` }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Make primary', exact: true }).click()
  await expect(page.getByText(`${work} is your primary address now.`)).toBeVisible()
})

test('mallory, at ada’s browser, makes another address the primary one: ada takes it back from her mailbox', async ({
  page: thief,
  somebody,
  mailbox,
}) => {
  const ada = await person('ada', { email: newEmail('ada') })
  const evil = newEmail('mallory')
  await row(`insert into "EmailAddress" ("userId", email) values ($1, $2) returning id`, [ada.id, evil])
  await signIn(thief, evil)
  await thief.goto('/account')
  await thief.getByRole('button', { name: `Make primary ${evil}` }).press('Enter')
  await thief.getByRole('dialog').getByRole('button', { name: 'Make primary', exact: true }).click()
  await expect(thief.getByText(`${evil} is your primary address now.`)).toBeVisible()
  const { links } = await mailbox.next(ada.email, { template: 'email-changed' })
  const undo = links.find((one) => one.includes('/undo-email-change'))
  const { page: phone } = await somebody('ada')
  await phone.goto(pathOf(undo) ?? '')
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'Take it back' }).click()
  await expect(phone.getByRole('heading', { name: 'Your address is back' })).toBeVisible()
  await thief.goto('/account')
  await thief.waitForURL(/\/sign-in\?next=/)
  expect(await row(`select email from "User" where id = $1`, [ada.id])).toEqual({ email: ada.email })
  expect(await rows(`select 1 from "EmailAddress" where "userId" = $1`, [ada.id])).toEqual([])
})

test('ada deletes her account: first the organization that only she owns, then her address, then she is gone', async ({
  page,
  mailbox,
}) => {
  const slug = newEmail('org').split(/[.@]/)[1] ?? ''
  const { org, olive } = await organization(`o-${slug}`)
  await row(`update "User" set email = $2 where id = $1 returning id`, [olive.id, newEmail('olive')])
  const { email } = await row<{ email: string }>(`select email from "User" where id = $1`, [olive.id])
  await signIn(page, email)
  await page.goto('/account')
  await page.getByRole('link', { name: 'Delete account…' }).click()
  await expect(page.getByText('Settle the organizations of step 1 first.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: `Delete ${org.name}` }).click()
  await page.waitForURL(`**/o/${org.slug}/settings#danger-zone`)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Type/).fill(org.name)
  await dialog.getByRole('button', { name: 'Delete organization' }).click()
  await page.waitForURL('**/account/organizations?deleted')

  await page.goto('/account/delete')
  await page.getByLabel(`Type ${email} to confirm`).fill('somebody@else.test')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByText('Nothing was deleted.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel(`Type ${email} to confirm`).fill(email)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in?deleted')
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  await expectAccessible(page)
  await mailbox.next(email, { template: 'account-deleted' })
  expect(await rows(`select 1 from "User" where id = $1`, [olive.id])).toEqual([])
})
