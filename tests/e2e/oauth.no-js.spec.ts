import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'

test('a provider brings somebody in without JavaScript', async ({ page }) => {
  const email = newEmail('ada')
  await page.goto('/sign-in?next=/account')
  await page.getByRole('button', { name: 'Continue with Example ID' }).click()
  await page.getByLabel('Claims').fill(JSON.stringify({ sub: email, email, email_verified: true, name: 'Ada' }))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/account')
  expect((await (await page.request.get('/api/session')).json()).user.email).toBe(email)
})

test('an account is connected without JavaScript', async ({ page }) => {
  const grace = await person('Grace', { email: newEmail('grace') })
  await signIn(page, grace.email)
  await page.goto('/account/security')
  const card = page.locator('#connected-accounts')
  await card.getByRole('button', { name: 'Connect Example ID' }).click()
  const email = newEmail('elsewhere')
  await page.getByLabel('Claims').fill(JSON.stringify({ sub: email, email, email_verified: false }))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/account/security?connected=oidc')
  await expect(card.getByText(email)).toBeVisible()
})
