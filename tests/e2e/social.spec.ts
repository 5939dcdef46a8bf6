import type { Page } from '@playwright/test'
import { expectAccessible, expectContrast } from '@/tests/support/accessible'
import { rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { arrive, tabTo } from '@/tests/support/keyboard'
import { password, person } from '@/tests/support/people'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const card = (page: Page) => page.locator('#connected-accounts')

/** At the provider: says who they are, and is sent back. */
async function identify(page: Page, claims: Record<string, unknown>) {
  await page.getByLabel('Claims').fill(JSON.stringify(claims))
  await button(page, 'Sign in').click()
}

const whoAmI = async (page: Page) => (await page.request.get('/api/session')).json()

test('grace is refused with an account elsewhere, connects it after proving that it is her, and signs in with it', async ({
  page,
  mailbox,
  somebody,
}) => {
  const grace = await person('Grace', { email: newEmail('grace') })
  const account = { sub: grace.email, email: grace.email, email_verified: true, name: 'Grace' }

  await page.goto('/sign-in')
  await button(page, 'Continue with Example ID').click()
  await identify(page, account)
  await page.waitForURL('/sign-in?problem=known-address')
  await expect(page.getByRole('alert').filter({ hasText: 'connect this one on your security page' })).toBeVisible()
  expect(await whoAmI(page)).not.toHaveProperty('user')

  await signIn(page, grace.email)
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [grace.id])
  await page.goto('/account/security')
  await expect(card(page).getByText('Not connected')).toBeVisible()
  await card(page).getByRole('button', { name: 'Connect Example ID' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL('/account/security?connected=oidc') // the provider knows her still
  await expect(card(page).getByRole('status')).toContainText('Example ID')
  await expect(card(page).getByText(grace.email)).toBeVisible()
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 320, height: 700 })
  await expectContrast(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  const added = await mailbox.next(grace.email, { template: 'sign-in-method-changed' })
  expect(added.subject).toBe('A way to sign in was added')

  const elsewhere = await somebody('Grace elsewhere')
  await elsewhere.page.goto('/sign-in')
  await button(elsewhere.page, 'Continue with Example ID').click()
  await identify(elsewhere.page, account)
  await elsewhere.page.waitForURL('/new')
  expect((await whoAmI(elsewhere.page)).user.email).toBe(grace.email)
})

test('what hedy disconnects signs nobody in any more, and she is told', async ({ page, mailbox }) => {
  const email = newEmail('hedy')
  await page.goto('/sign-in?next=/account/security')
  await button(page, 'Continue with Example ID').click()
  await identify(page, { sub: email, email, email_verified: true, name: 'Hedy' })
  await page.waitForURL('/account/security')
  await card(page).getByRole('button', { name: 'Disconnect Example ID' }).click()
  const sure = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await expect(sure).toBeVisible()
  await expectAccessible(page)
  await sure.getByRole('button', { name: 'Disconnect' }).click()
  await expect(card(page).getByText('Not connected')).toBeVisible()
  const removed = await mailbox.next(email, { template: 'sign-in-method-changed' })
  expect(removed.subject).toBe('A way to sign in was removed')

  await page.context().clearCookies({ name: 'session' })
  await page.goto('/sign-in')
  await button(page, 'Continue with Example ID').click() // the provider knows her still
  await page.waitForURL('/sign-in?problem=known-address')
})

test('ada signs up, connects nothing by cancelling, and disconnects, without a mouse', async ({ page }) => {
  const email = newEmail('ada')
  await page.goto('/sign-up')
  await tabTo(page, button(page, 'Continue with Example ID'))
  await page.keyboard.press('Enter')
  await page.getByLabel('Claims').fill(JSON.stringify({ sub: email, email, email_verified: true, name: 'Ada' }))
  await button(page, 'Sign in').press('Enter')
  await page.waitForURL('/new')

  await page.goto('/account/security')
  await tabTo(page, card(page).getByRole('button', { name: 'Disconnect Example ID' }))
  await page.keyboard.press('Enter')
  const sure = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await expect(sure).toBeVisible()
  await page.keyboard.press('Escape')
  await arrive(card(page).getByRole('button', { name: 'Disconnect Example ID' }))
  await page.keyboard.press('Enter')
  await tabTo(page, sure.getByRole('button', { name: 'Disconnect' }))
  await page.keyboard.press('Enter')
  await expect(card(page).getByText('Not connected')).toBeVisible()

  await page.context().clearCookies({ domain: '127.0.0.1' }) // the provider forgets her
  await tabTo(page, card(page).getByRole('button', { name: 'Connect Example ID' }))
  await page.keyboard.press('Enter')
  await button(page, 'Cancel').press('Enter')
  await page.waitForURL('/account/security?problem=cancelled')
  await expect(card(page).getByRole('alert')).toContainText('Nothing was connected')
  await expectAccessible(page)
})

test('what linus has connected cannot be connected by grace', async ({ page, somebody }) => {
  const linus = await somebody('Linus')
  const account = { sub: linus.email, email: linus.email, email_verified: true }
  await linus.page.goto('/sign-in')
  await button(linus.page, 'Continue with Example ID').click()
  await identify(linus.page, account)
  await linus.page.waitForURL('/new')

  const grace = await person('Grace', { email: newEmail('grace') })
  await signIn(page, grace.email)
  await page.goto('/account/security')
  await card(page).getByRole('button', { name: 'Connect Example ID' }).click()
  await identify(page, account)
  await page.waitForURL('/account/security?problem=linked-elsewhere')
  await expect(card(page).getByRole('alert')).toContainText('connected to another person here')
  await expect(card(page).getByText('Not connected')).toBeVisible()
  expect((await whoAmI(page)).user.email).toBe(grace.email)
})
