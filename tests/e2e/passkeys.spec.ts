import type { Page } from '@playwright/test'
import { expectAccessible } from '@/tests/support/accessible'
import { rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { plugIn } from '@/tests/support/virtual-authenticator'

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const whoAmI = async (page: Page) => (await page.request.get('/api/session')).json()
const leave = (page: Page) => page.context().clearCookies({ name: 'session' })

/** From the next page on the browser knows passkeys and suggests none: the device would answer before anybody presses a button. */
const suggestNothing = (page: Page) =>
  page.addInitScript(() =>
    Object.defineProperty(PublicKeyCredential, 'isConditionalMediationAvailable', { value: undefined }),
  )

/** Whether what has focus lies wholly behind the offer. */
function isHiddenByOffer() {
  const [focused, offer] = [document.activeElement, document.querySelector('[data-offer]')]
  if (!focused || !offer || offer.contains(focused)) return false
  const { top, bottom } = focused.getBoundingClientRect()
  const over = offer.getBoundingClientRect()
  return top >= over.top && bottom <= over.bottom
}

/** In the dialog over what was asked for. */
const prove = (page: Page) =>
  page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button', { name: 'Use a passkey' }).click()

/** Somebody with one passkey on the device in front of them, signed out. */
async function withPasskey(page: Page, name: string) {
  const someone = await person(name, { email: newEmail(name) })
  const device = await plugIn(page)
  await device.attended(false) // nobody chooses anything yet
  await signIn(page, someone.email)
  await page.goto('/account/security')
  await device.attended(true)
  await button(page, 'Add a passkey').click()
  await expect(page.getByText('Passkey added.')).toBeVisible()
  return { ...someone, device }
}

test('a browser that comes for the first time is asked for a passkey without its page being drawn twice', async ({
  page,
}) => {
  await plugIn(page)
  const asked = page.waitForResponse((response) => response.request().method() === 'POST')
  const [shown, challenge] = [await page.goto('/sign-in'), await asked]
  expect(await shown?.headerValue('set-cookie')).toContain('asking=')
  expect(await challenge.headerValue('set-cookie')).toBeNull()
})

test('ada makes an account with a passkey, proves her address, and comes back with one press', async ({
  page,
  mailbox,
}) => {
  const email = newEmail('ada')
  const device = await plugIn(page)
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await device.heldBy(false)
  await button(page, 'Use a passkey instead').click()
  await expect(page.getByText('No passkey was used.')).toBeVisible()
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email) // nothing is lost
  await device.heldBy(true)
  await button(page, 'Use a passkey instead').click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  expect(await device.count()).toBe(1)

  const mail = await mailbox.next(email, { template: 'verify-email' })
  await page.goto(mail.links.find((one) => one.includes('token=')) ?? '')
  await button(page, 'Verify e-mail address').click()
  await page.waitForURL('/new')
  expect(
    await rows('select hash from "Password" p join "User" u on u.id = p."userId" where u.email = $1', [email]),
  ).toEqual([])

  await leave(page)
  await suggestNothing(page)
  await page.goto('/sign-in?next=/account')
  await button(page, 'Use a passkey').click()
  await page.waitForURL('/account')
  expect(await whoAmI(page)).toMatchObject({ user: { email }, session: { method: 'passkey' } })

  await leave(page)
  await page.goto('/sign-in')
  await expect(button(page, 'Use a passkey')).toHaveAccessibleDescription('Last used')
  await expectAccessible(page)
})

test('the browser suggests the passkey at the address, and choosing it signs in', async ({ page }) => {
  const { email } = await withPasskey(page, 'bea')
  await leave(page)
  await page.goto('/sign-in?next=/account/security') // whoever is at the device chooses it at once
  await page.waitForURL('/account/security')
  expect(await whoAmI(page)).toMatchObject({ user: { email }, session: { method: 'passkey' } })
})

test('the second step has the button as well, and works without an address', async ({ page }) => {
  const { email } = await withPasskey(page, 'cleo')
  await leave(page)
  await suggestNothing(page)
  await page.goto('/sign-in')
  await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('autocomplete', 'username webauthn')
  await page.getByLabel('Email', { exact: true }).fill(newEmail('anybody'))
  await button(page, 'Continue').click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await button(page, 'Use a passkey').click()
  await page.waitForURL('/new')
  expect((await whoAmI(page)).user.email).toBe(email)
})

test('dora adds, renames and removes a passkey, and the browser forgets it', async ({ page, mailbox }) => {
  const { email, device } = await withPasskey(page, 'dora')
  const card = page.locator('#passkeys')
  await expect(card.getByText('Synced')).toBeVisible()
  await expect(card.getByText('not used yet')).toBeVisible()
  await expectAccessible(page)
  await button(page, 'Add a passkey').click()
  await prove(page) // what she has is a passkey by now, and nothing weaker will do
  await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible()

  await card.getByRole('button', { name: /^Rename/ }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Rename this passkey' })
  await dialog.getByLabel('Name', { exact: true }).fill('Blue laptop')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Passkey renamed.')).toBeVisible()
  await expect(card.getByRole('heading', { name: 'Blue laptop' })).toBeVisible()

  await page.goto('/account')
  await page.getByLabel('Name', { exact: true }).fill('Dora the Second')
  await button(page, 'Save changes').click()
  await expect.poll(() => device.holder(), 'the browser calls her so too').toBe('Dora the Second')
  await page.goto('/account/security')

  // an hour later removing asks for it once more, in place
  await rows(
    `update "Session" set "provedAt" = now() - interval '1 hour', "stepUpAt" = null, "secondFactorAt" = null
      where "userId" = (select id from "User" where email = $1)`,
    [email],
  )
  await card.getByRole('button', { name: /^Remove/ }).click()
  await page
    .getByRole('dialog', { name: 'Remove “Blue laptop”?' })
    .getByRole('button', { name: 'Remove passkey' })
    .click()
  await prove(page)
  await expect(page.getByText('Passkey removed.')).toBeVisible()
  await expect(card.getByText('You have no passkey yet.')).toBeVisible()
  await expect.poll(() => device.count(), 'the browser was told, and forgot it').toBe(0)
  expect((await mailbox.next(email, { template: 'sign-in-method-changed' })).text).toContain('Passkey')
  expect((await mailbox.next(email, { template: 'sign-in-method-changed' })).text).toContain('Passkey')

  await leave(page)
  await page.goto('/sign-in')
  await button(page, 'Use a passkey').click()
  await expect(
    page
      .getByRole('main')
      .getByRole('alert')
      .filter({ hasText: /passkey/ }),
  ).toBeVisible()
  expect((await page.request.get('/api/session')).status()).toBe(401)
})

test('after a password a passkey is offered, once, and “Not now” is heard', async ({ page }) => {
  const eve = await person('eve', { email: newEmail('eve') })
  const device = await plugIn(page)
  await device.attended(false)
  await signIn(page, eve.email)
  await page.goto('/account')
  const offer = page.getByRole('complementary', { name: 'Sign in faster next time' })
  await page.goto('/account/security/two-factor') // where a code is scanned nothing lies over it
  await expect(page.getByRole('heading', { name: 'Two-factor authentication' })).toBeVisible()
  await expect(offer).toBeHidden()
  await page.goto('/account')
  await expect(offer).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await page.getByRole('button', { name: 'Upload picture' }).focus() // then by keyboard through everything below it
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(isHiddenByOffer), 'focus is behind the offer').toBe(false)
  }
  await offer.getByRole('button', { name: 'Not now' }).click()
  await expect(offer).toBeHidden()
  await leave(page)
  await signIn(page, eve.email)
  await page.goto('/account')
  await page.waitForLoadState('networkidle')
  await expect(offer).toBeHidden()

  await rows(`update "User" set "passkeyOfferAfter" = now() - interval '1 day' where email = $1`, [eve.email])
  await leave(page)
  await device.attended(false)
  await signIn(page, eve.email)
  await page.goto('/account')
  await device.attended(true)
  await offer.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(page.getByText('Passkey added.')).toBeVisible()
  await expect(offer).toBeHidden()
  expect(await device.count()).toBe(1)
})

test('a device that cannot verify its owner is offered nothing', async ({ page }) => {
  const fay = await person('fay', { email: newEmail('fay') })
  await signIn(page, fay.email)
  await page.goto('/account')
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('complementary', { name: 'Sign in faster next time' })).toHaveCount(0)
})
