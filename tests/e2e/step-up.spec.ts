import { randomBytes } from 'node:crypto'
import { expectAccessible } from '@/tests/support/accessible'
import { codesAreFresh } from '@/tests/support/authenticator-app'
import { rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { type Person, person } from '@/tests/support/people'
import { organization } from '@/tests/support/world'
import { setUpApp } from './two-factor-steps'

/** What was proved in this person's sessions was proved an hour ago. */
const later = ({ id }: { id: string }) =>
  rows(
    `update "Session" set "provedAt" = "provedAt" - interval '1 hour', "secondFactorAt" = "secondFactorAt" - interval '1 hour',
       "stepUpAt" = "stepUpAt" - interval '1 hour' where "userId" = $1`,
    [id],
  )

test('before an organization is deleted olive confirms, in place, and what she typed is still there', async ({
  page,
}) => {
  const mark = randomBytes(4).toString('hex')
  const { org, ...people } = await organization(`step-up-${mark}`, { [`olive-${mark}`]: 'owner' })
  const olive = people[`olive-${mark}`] as Person
  await signIn(page, olive.email)
  await later(olive)
  await page.goto(`/o/${org.slug}/settings`)
  await page.getByRole('button', { name: 'Delete organization' }).click()
  const first = page.getByRole('dialog').first()
  await first.getByRole('textbox').fill(org.name)
  await first.getByRole('button', { name: 'Delete organization' }).click()
  const asked = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(asked.getByLabel('Password', { exact: true })).toBeFocused()
  await expectAccessible(page)

  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()
  await expect(first.getByRole('textbox')).toHaveValue(org.name)
  await expect(first.getByRole('button', { name: 'Delete organization' })).toBeFocused()

  await first.getByRole('button', { name: 'Delete organization' }).click()
  await asked.getByLabel('Password', { exact: true }).fill('not this one at all')
  await page.keyboard.press('Enter')
  await expect(asked.getByText('That is not your password.').first()).toBeVisible()
  await asked.getByLabel('Password', { exact: true }).fill(olive.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/account\/organizations\?deleted$/)
})

test('ray confirms by keyboard alone: what he typed is sent, and he goes on where he was', async ({ page }) => {
  const ray = await person('Ray', { email: newEmail('ray') })
  await signIn(page, ray.email)
  await later(ray)
  await page.goto('/account')
  const address = newEmail('rays-other')
  await page.getByLabel('Another e-mail address').fill(address)
  await page.keyboard.press('Tab')
  const add = page.getByRole('button', { name: 'Add address' })
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(ray.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`We sent a link to ${address}.`)).toBeVisible()
  await expect(add).toBeFocused()
})

test('with an app the password is not enough; a code or a recovery code is', async ({ page }) => {
  const pia = await person('Pia', { email: newEmail('pia') })
  await signIn(page, pia.email)
  const { app, codes } = await setUpApp(page)
  await codesAreFresh(pia)
  await later(pia)
  await page.goto('/account/security/two-factor')
  await page.getByRole('button', { name: 'Make new codes' }).click()
  const asked = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(asked.getByLabel('Password', { exact: true })).toHaveCount(0)
  await asked.getByLabel('Authentication code', { exact: true }).fill(app.code())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()
  await expect(page.getByText(codes[0] ?? '')).toHaveCount(0)
  const [fresh = ''] = await page.locator('[data-codes] ol li').allTextContents()

  await later(pia)
  await page.goto('/account/security/two-factor')
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await asked.getByRole('button', { name: 'Use a recovery code' }).click()
  await asked.getByLabel('Recovery code').fill(fresh)
  await page.keyboard.press('Enter')
  await expect(page.getByText('You need an authenticator app')).toBeVisible()
})
