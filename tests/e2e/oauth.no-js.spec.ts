import { expect, newEmail, test } from '@/tests/support/e2e'

test('a provider brings somebody in without JavaScript', async ({ page }) => {
  const email = newEmail('ada')
  await page.goto('/sign-in?next=/account')
  await page.getByRole('button', { name: 'Continue with Example ID' }).click()
  await page.getByLabel('Claims').fill(JSON.stringify({ sub: email, email, email_verified: true, name: 'Ada' }))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/account')
  expect((await (await page.request.get('/api/session')).json()).user.email).toBe(email)
})
