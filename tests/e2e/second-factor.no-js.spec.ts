import { codesAreFresh } from '@/tests/support/authenticator-app'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { firstStep, setUpApp, typeCode } from './two-factor-steps'

test('without JavaScript: set up, codes once, asked for, remembered, switched off', async ({ page, somebody }) => {
  const dora = await person('Dora', { email: newEmail('dora') })
  await signIn(page, dora.email)
  const { app, codes } = await setUpApp(page)
  expect(codes).toHaveLength(10)
  await expect(page.getByRole('link', { name: 'Download' })).toHaveAttribute('href', new RegExp(codes[0] ?? ''))
  await page.getByRole('link', { name: 'Done' }).click()
  await expect(page.getByText('10 recovery codes left')).toBeVisible()
  await codesAreFresh(dora)

  const { page: other } = await somebody('dora elsewhere')
  await firstStep(other, dora.email)
  await other.getByLabel('Remember this device for 30 days').check()
  await typeCode(other, '000000')
  await expect(other.getByRole('alert').filter({ hasText: 'not signed in yet' })).toBeVisible()
  await expect(other.getByLabel('Remember this device for 30 days')).toBeChecked()
  await other.getByRole('button', { name: 'Use a recovery code' }).click()
  await expect(other.getByLabel('Remember this device for 30 days')).toBeChecked()
  await typeCode(other, codes[4] ?? '', 'Recovery code')
  await expect(other).toHaveURL(/\/new$/)

  await page.goto('/account/security/two-factor')
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()
  const fresh = await page.locator('[data-codes] ol li').allTextContents()
  expect(fresh.filter((code) => codes.includes(code))).toEqual([])
  expect(fresh).toHaveLength(10)
  expect(app.code()).toMatch(/^\d{6}$/)
})
