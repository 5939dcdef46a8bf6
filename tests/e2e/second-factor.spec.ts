import { readFile } from 'node:fs/promises'
import { expectAccessible } from '@/tests/support/accessible'
import { codesAreFresh } from '@/tests/support/authenticator-app'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { plugIn } from '@/tests/support/virtual-authenticator'
import { firstStep, setUpApp, typeCode } from './two-factor-steps'

test('ada sets up an app, saves her codes, and is asked from then on', async ({ page, context, somebody, mailbox }) => {
  const ada = await person('Ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  const { app, codes } = await setUpApp(page)
  expect(codes).toHaveLength(10)

  // copied, downloaded; and not left before she says that she has them
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('atrium-recovery-codes.txt')
  expect(await readFile(await file.path(), 'utf8')).toContain(codes.join('\n'))
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText(codes[9] ?? '')).toBeVisible()
  await expect(page.getByText(`recovery codes of ${ada.email}`)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account menu' })).toBeHidden()
  await expect(page.getByRole('link', { name: 'Done' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  const done = page.getByRole('link', { name: 'Done' })
  await expect(done).toHaveAttribute('aria-disabled', 'true')
  await done.click({ force: true })
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()
  await page.getByLabel('I saved them').check()
  await done.click()
  await expect(page).toHaveURL(/\/account\/security$/)
  await expect(page.getByText('10 recovery codes left')).toBeVisible()
  expect((await mailbox.next(ada.email, { template: 'second-factor-changed' })).subject).toBe(
    'Your authenticator app is switched on',
  )
  await page.goto('/account/security/two-factor')
  await expect(page.getByText(codes[0] ?? '')).toHaveCount(0)
  await expect(page.getByText(app.secret)).toHaveCount(0)

  // elsewhere: by keyboard alone
  const phone = await somebody('ada on her phone')
  await codesAreFresh(ada)
  await firstStep(phone.page, ada.email)
  const field = phone.page.getByLabel('Authentication code', { exact: true })
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  await expectAccessible(phone.page)
  await phone.page.goto('/account')
  await expect(phone.page).toHaveURL(/\/sign-in\?next=/) // nobody yet
  await phone.page.goto('/sign-in/two-factor')
  await phone.page.keyboard.type('000000')
  await phone.page.keyboard.press('Enter')
  await expect(phone.page.getByRole('alert').filter({ hasText: 'not signed in yet' })).toBeFocused()
  await field.fill(app.code())
  await phone.page.keyboard.press('Enter')
  await expect(phone.page).toHaveURL(/\/new$/)
})

test('a recovery code, once; a remembered browser; start over', async ({ page, somebody, mailbox }) => {
  const bea = await person('Bea', { email: newEmail('bea') })
  await signIn(page, bea.email)
  const { app, codes } = await setUpApp(page)
  await codesAreFresh(bea)
  await mailbox.next(bea.email, { template: 'second-factor-changed' }) // that it is switched on

  const other = (await somebody('bea elsewhere')).page
  await firstStep(other, bea.email)
  await other.getByRole('button', { name: 'Start over' }).click()
  await expect(other).toHaveURL(/\/sign-in$/)
  await other.goto('/sign-in/two-factor')
  await expect(other).toHaveURL(/\/sign-in$/)

  await firstStep(other, bea.email)
  await other.getByRole('button', { name: 'Use a recovery code' }).click()
  await typeCode(other, (codes[0] ?? '').toLowerCase(), 'Recovery code')
  await expect(other).toHaveURL(/\/new$/)
  const { text } = await mailbox.next(bea.email, { template: 'second-factor-changed' })
  expect(text).toContain('9 are left')

  const third = (await somebody('bea at home')).page
  await firstStep(third, bea.email)
  await third.getByRole('button', { name: 'Use a recovery code' }).click()
  await typeCode(third, codes[0] ?? '', 'Recovery code')
  await expect(third.getByRole('alert').filter({ hasText: 'not signed in yet' })).toBeVisible()
  await third.getByLabel('Remember this device for 30 days').check()
  await third.getByRole('button', { name: 'Use your authenticator app' }).click()
  await third.getByLabel('Authentication code', { exact: true }).waitFor()
  await expect(third.getByLabel('Remember this device for 30 days')).toBeChecked()
  await typeCode(third, app.code())
  await expect(third).toHaveURL(/\/new$/)
  await third.getByRole('button', { name: 'Account menu' }).click()
  await third.getByRole('button', { name: 'Sign out' }).click()
  await third.waitForURL(/signed-out/)
  await signIn(third, bea.email)
  await expect(third).toHaveURL(/\/new$/)
})

test('cleo uses her passkey instead, and switches the app off', async ({ page, somebody }) => {
  const cleo = await person('Cleo', { email: newEmail('cleo') })
  await signIn(page, cleo.email)
  const { app } = await setUpApp(page)
  const device = await plugIn(page)
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.locator('#passkeys li')).toHaveCount(1)
  await device.attended(false) // or the suggestions of the sign-in page would sign her in
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/signed-out/)
  await firstStep(page, cleo.email)
  await device.attended(true)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page).toHaveURL(/\/new$/)

  await page.goto('/account/security/two-factor')
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('You need an authenticator app')).toBeVisible()
  const elsewhere = (await somebody('cleo elsewhere')).page
  await signIn(elsewhere, cleo.email)
  await expect(elsewhere).toHaveURL(/\/new$/)
  expect(app.secret).toMatch(/^[A-Z2-7]{32}$/)
})
