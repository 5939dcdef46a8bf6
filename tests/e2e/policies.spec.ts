import { expectAccessible } from '@/tests/support/accessible'
import { AuthenticatorApp, codesAreFresh } from '@/tests/support/authenticator-app'
import { rows } from '@/tests/support/database'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { password } from '@/tests/support/people'
import { setUpApp } from './two-factor-steps'

test('acme asks for a second factor: olive sees whom it keeps out before she saves, and linus gets in by one button', async ({
  page,
  somebody,
}) => {
  const { org, olive, linus } = await founded('strict', { olive: 'owner', linus: 'member' })
  await signIn(page, olive.email)
  await setUpApp(page)
  await codesAreFresh(olive)
  await page.goto(`/o/${org.slug}/settings`)
  await page.getByRole('link', { name: 'Policies' }).click()
  await page.getByLabel('Everybody needs a second factor').check()
  await page.getByLabel('Ask for it').selectOption({ label: 'At once' })
  await page.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Who would be kept out' })).toBeFocused()
  await expect(page.getByText(`${linus.name} (${linus.email}) has no second factor`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save and keep them out' }).click()
  await expect(page.getByText(/^Saved\./)).toBeVisible()

  const his = (await somebody('Linus')).page
  await signIn(his, linus.email)
  await his.setViewportSize({ width: 320, height: 800 })
  const answer = await his.goto(`/o/${org.slug}/projects`)
  expect(answer?.status()).toBe(403)
  await expect(his.getByRole('heading', { name: 'One more step.' })).toBeVisible()
  await expectAccessible(his)
  await his.getByRole('link', { name: 'Confirm with a second factor' }).click()
  await expect(his.getByText('Your organization asks for a second factor.')).toBeVisible()
  await his.getByRole('button', { name: 'Set up', exact: true }).first().click()
  const app = new AuthenticatorApp(((await his.locator('code').textContent()) ?? '').replace(/\s/g, ''))
  await his.getByLabel('Authentication code', { exact: true }).fill(app.code())
  await his.getByRole('button', { name: 'Switch on', exact: true }).click()
  await his.getByLabel('I saved them').check()
  await his.getByRole('link', { name: 'Go on to where you were' }).click()
  await expect(his).toHaveURL(`/o/${org.slug}/projects`)
  await expect(his.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
})

test('linus was away for too long: he signs in again and is back at the page that he came for', async ({ page }) => {
  const { org, linus } = await founded('idle', { olive: 'owner', linus: 'member' })
  await rows(`insert into "Policy" ("organizationId", "sessionIdle") values ($1, 15)`, [org.id])
  await signIn(page, linus.email)
  await rows(`update "Session" set "lastUsedAt" = now() - interval '16 minutes' where "userId" = $1`, [linus.id])
  expect((await page.goto(`/o/${org.slug}/members?q=olive`))?.status()).toBe(403)
  expect((await page.reload())?.status()).toBe(403)
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page.getByText(`asks ${linus.email} to sign in again`)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Email', { exact: true }).fill(linus.email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(`/o/${org.slug}/members?q=olive`)
})

test('what acme asks for is switched off on this site: olive comes in, is told, and mends it; linus is told that it is not his fault', async ({
  page,
  somebody,
}) => {
  const { org, olive, linus } = await founded('off', { olive: 'owner', linus: 'member' })
  await rows(`insert into "Policy" ("organizationId", methods, "methodsFrom") values ($1, '{google}', now())`, [org.id])
  const his = (await somebody('Linus')).page
  await signIn(his, linus.email)
  await his.setViewportSize({ width: 320, height: 800 })
  expect((await his.goto(`/o/${org.slug}/projects`))?.status()).toBe(403)
  await expect(his.getByText('switched off on this site')).toBeVisible()
  await expectAccessible(his)
  await signIn(page, olive.email)
  expect((await page.goto(`/o/${org.slug}/projects`))?.status()).toBe(200)
  await page.getByRole('link', { name: 'Choose others' }).click()
  await expect(page.getByText('Nobody can sign in in any of these ways')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(page.getByText('choose one that works').first()).toBeVisible()
  await page.getByLabel('Google').uncheck()
  await page.getByLabel('Password', { exact: true }).check()
  await page.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(page.getByText(/^Saved\./)).toBeVisible()
  expect((await his.reload())?.status()).toBe(200)
})
