import { rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

test('without JavaScript the form says where to confirm, and the page leads back', async ({ page }) => {
  const quin = await person('Quin', { email: newEmail('quin') })
  await signIn(page, quin.email)
  await rows(`update "Session" set "provedAt" = now() - interval '1 hour' where "userId" = $1`, [quin.id])
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  const tab = page.waitForEvent('popup')
  await page.getByRole('alert').getByRole('link').click()
  const proof = await tab
  await expect(proof).toHaveURL(/\/account\/confirm\?next=%2Faccount%2Fsecurity/)
  await proof.getByLabel('Password', { exact: true }).fill('not this one at all')
  await proof.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(proof.getByText('That is not your password.').first()).toBeVisible()
  await proof.getByLabel('Password', { exact: true }).fill(password)
  await proof.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(proof).toHaveURL(/\/account\/security$/)
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible()
})
