import { expectAccessible } from '@/tests/support/accessible'
import { row, rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

const here = (address: string) => new RegExp(`Sign out .*${address.replaceAll('.', '\\.')}`)

test('ada sees her phone among her sessions and signs it out, after proving that it is her', async ({
  page,
  somebody,
  mailbox,
}) => {
  const ada = await person('ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  const { page: phone } = await somebody('phone')
  await signIn(phone, ada.email)
  const mail = await mailbox.next(ada.email, { template: 'new-sign-in' })
  expect(mail.links.some((link) => link.endsWith('/account/sessions'))).toBe(true)

  // an hour later
  await rows(`update "Session" set "provedAt" = now() - interval '1 hour' where "userId" = $1`, [ada.id])
  await rows(
    `insert into "SecurityEvent" ("userId", action, details) values ($1, 'passkey.removed', '{"name":"Blue key","because":"email.change_undone"}')`,
    [ada.id],
  )
  await page.goto('/account/sessions')
  await expect(page.getByText('Blue key · With the change of the address that was undone')).toBeVisible()
  await expect(page.getByText('This device')).toHaveCount(1)
  const others = page.getByRole('button', { name: here('198.') })
  await expect(others).toHaveCount(1)
  await expectAccessible(page)
  await others.press('Enter')
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(others).toHaveCount(0)
  await expect(page.getByRole('main')).toBeFocused() // its row is gone, and the button with it
  await expect(page.getByText('Another browser signed out')).toBeVisible()
  await phone.goto('/account')
  await phone.waitForURL(/\/sign-in\?next=/)
})

test('ada and linus take turns in one browser, and a tab of ada does nothing in the name of linus', async ({
  page,
}) => {
  const ada = await person('Ada', { email: newEmail('ada') })
  const linus = await person('Linus', { email: newEmail('linus') })
  const menu = (name: string | RegExp) => page.getByRole('button', { name })
  await signIn(page, ada.email)
  await page.goto('/account')
  const stale = await page.context().newPage()
  await stale.goto('/account')

  await menu('Account menu').click()
  await menu('Add account').click()
  await page.waitForURL('**/sign-in?add')
  await expect(menu('Continue as Ada')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Email', { exact: true }).fill(linus.email)
  await page.keyboard.press('Enter')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/new')

  await stale.getByLabel('Name', { exact: true }).fill('Countess')
  await stale.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(stale.getByText(`You are now signed in as ${linus.email}.`)).toBeVisible()
  await expect(stale.getByLabel('Name', { exact: true })).toHaveValue('Countess')
  expect(await row(`select name from "User" where id = $1`, [linus.id])).toEqual({ name: 'Linus' })
  await stale.close()

  await page.goto('/account')
  await menu('Account menu').press('Enter')
  await expectAccessible(page)
  await menu(/^Continue as Ada/).click()
  await page.waitForURL('**/new')
  await page.goto('/account')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada')
  await menu('Account menu').click()
  await menu('Sign out of all accounts').click()
  await page.waitForURL('**/sign-in?signed-out')
  await expect(menu(/^Continue as/)).toHaveCount(0)
})
