import type { Page } from '@playwright/test'
import { expectAccessible } from '@/tests/support/accessible'
import { expect, newEmail, test } from '@/tests/support/e2e'

const button = (page: Page) => page.getByRole('button', { name: 'Continue with Example ID' })

/** At the provider: says who they are, and is sent back. */
async function identify(page: Page, claims: Record<string, unknown>) {
  await page.getByLabel('Claims').fill(JSON.stringify(claims))
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const whoAmI = async (page: Page) => (await page.request.get('/api/session')).json()

test('a new person is in through a provider, and their browser remembers the way', async ({ page }) => {
  const email = newEmail('ada')
  await page.goto('/sign-in?next=/account')
  await button(page).click()
  await identify(page, { sub: email, email, email_verified: true, name: 'Ada Lovelace' })
  await page.waitForURL('/account')
  expect(await whoAmI(page)).toMatchObject({ user: { email, emailVerified: true }, session: { method: 'oauth:oidc' } })
  const names = (await page.context().cookies()).filter(({ domain }) => domain === 'localhost').map(({ name }) => name)
  expect(names.filter((name) => /handshake|authjs|next-auth/.test(name))).toEqual([])

  await page.context().clearCookies({ name: 'session' })
  await page.goto('/sign-in')
  await expect(page.getByText('Last used').first()).toBeVisible()
  await expect(button(page)).toHaveAccessibleDescription('Last used')
  await expectAccessible(page)
  await button(page).click() // the provider knows them still
  await page.waitForURL('/new')
  expect((await whoAmI(page)).user.email).toBe(email)
})

test('an address that the provider has not checked is proved by mail first', async ({ page, mailbox, browser }) => {
  const email = newEmail('hedy')
  await page.goto('/sign-up')
  await button(page).click()
  await identify(page, { sub: email, email, email_verified: 'true', name: 'Hedy' })
  await page.waitForURL('/verify-email?sent')
  await expect(page.getByText(email)).toBeVisible()
  expect((await page.request.get('/api/session')).status()).toBe(401)

  const mail = await mailbox.next(email, { template: 'verify-email' })
  await page.goto(mail.links.find((link) => link.includes('token=')) as string)
  await page.getByRole('main').getByRole('button').first().click()
  await page.waitForURL('/new')

  const elsewhere = await (await browser.newContext()).newPage()
  await elsewhere.goto('/sign-in')
  await button(elsewhere).click()
  await identify(elsewhere, { sub: email, email, email_verified: 'true' })
  await elsewhere.waitForURL('/new')
  await elsewhere.context().close()
})

test('who has an account already is asked to sign in first', async ({ page }) => {
  await page.goto('/sign-in')
  await button(page).click()
  await identify(page, { sub: newEmail('mallory'), email: 'owner@acme.test', email_verified: true })
  await page.waitForURL('/sign-in?problem=known-address')
  await expect(page.getByRole('alert').filter({ hasText: 'already has an account here' })).toBeVisible()
  await expectAccessible(page)
})

test('who cancels is back where they were, with a sentence', async ({ page }) => {
  await page.goto('/sign-in?next=/account')
  await button(page).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL('/sign-in?problem=cancelled&next=%2Faccount')
  await expect(page.getByText('Nothing happened; you can try again.')).toBeVisible()
})

test('nothing that a stranger writes into the address is shown', async ({ page }) => {
  const words = 'Call-555-to-unlock'
  await page.goto(`/api/auth/callback/oidc?error=${words}&error_description=${words}&state=x`)
  await expect(page).toHaveURL('/sign-in?problem=unfinished')
  expect(await page.content()).not.toContain(words)
  await page.goto(`/sign-in?problem=${words}&error=${words}`)
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0)
  await expect(page.locator('body')).not.toContainText(words)
})

test('of Auth.js only the way back can be reached, and only for a provider that is configured', async ({ request }) => {
  const paths = ['', '/signin', '/signin/oidc', '/signout', '/session', '/csrf', '/providers', '/error', '/callback']
  for (const path of [...paths, '/callback/google', '/callback/credentials', '/callback/oidc/x', '/webauthn-options']) {
    expect((await request.get(`/api/auth${path}`, { maxRedirects: 0 })).status(), path).toBe(404)
  }
  const headers = { origin: new URL(process.env.BASE_URL as string).origin }
  expect((await request.post('/api/auth/callback/oidc', { headers })).status()).toBe(405)
  const back = await request.get('/api/auth/callback/oidc?code=x', { maxRedirects: 0 })
  expect(back.status()).toBe(303)
  expect(back.headers()).toMatchObject({ 'cache-control': 'private, no-store' })
  expect(back.headers().location).toBe(`${process.env.BASE_URL}/sign-in?problem=unfinished`)
})
