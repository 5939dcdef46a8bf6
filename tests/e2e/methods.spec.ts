import { expectAccessible } from '@/tests/support/accessible'
import { expect, newEmail, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { anotherInstance } from '@/tests/support/server'

test('where only links are on, ada signs up and in without a password, and nothing speaks of one', async ({
  page,
  mailbox,
}) => {
  const { base, stop } = await anotherInstance({ AUTH_METHODS: 'link' })
  try {
    const email = newEmail('ada')
    for (const gone of ['/forgot-password', '/reset-password?token=x'])
      expect([gone, (await page.goto(base + gone))?.status()]).toEqual([gone, 404])
    for (const state of ['done', 'token=x']) {
      await page.goto(`${base}/undo-email-change?${state}`)
      await expect(page.getByRole('main')).not.toContainText(/password/i)
    }
    await page.goto(`${base}/sign-up`)
    await expect(page.getByLabel('Password')).toHaveCount(0)
    await expect(page.getByRole('button')).toHaveCount(1)
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Create account', exact: true }).click()
    const mail = await mailbox.next(email, { template: 'verify-email' })
    await page.goto(mail.links.find((one) => one.includes('token=')) ?? '')
    await page.getByRole('button', { name: 'Verify e-mail address' }).click()
    await page.waitForURL('**/new')

    await page.goto(`${base}/account/security`)
    for (const card of ['Password', 'Passkeys', 'Connected accounts'])
      await expect(page.getByRole('heading', { name: card, exact: true })).toHaveCount(0)

    await page.getByRole('button', { name: 'Account menu' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.waitForURL('**/sign-in?signed-out')
    await expect(page.getByText('Last used')).toBeVisible()
    await expectAccessible(page)
    await expect(page.getByRole('button', { name: 'Continue', exact: true })).toHaveCount(0)
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sign-in/link')
    const link = await mailbox.next(email, { template: 'sign-in-link' })
    await page.goto(link.links.find((one) => one.includes('token=')) ?? '')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/new')
  } finally {
    await stop()
  }
})

test('where only passkeys are on and sign-up is closed, nobody is asked for an address', async ({ page }) => {
  const { base, stop } = await anotherInstance({ AUTH_METHODS: 'passkey', SIGN_UP_MODE: 'closed' })
  try {
    await page.goto(`${base}/sign-in`)
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toBeVisible()
    await expect(page.getByRole('textbox')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Create account' })).toHaveCount(0)
    await expectAccessible(page)
    expect((await page.goto(`${base}/sign-in/link`))?.status()).toBe(404)
    await page.goto(`${base}/sign-up`)
    await expect(page.getByRole('heading', { name: 'Sign-up is closed' })).toBeVisible()
  } finally {
    await stop()
  }
})

test('“Use another method” is the same for an address with an account and one without', async ({ page }) => {
  const known = await person('Bea', { email: newEmail('bea') })
  const lists: string[] = []
  for (const email of [known.email, newEmail('nobody')]) {
    await page.goto('/sign-in')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByText('Use another method').click()
    lists.push(((await page.getByRole('main').textContent()) ?? '').replaceAll(email, 'EMAIL'))
  }
  expect(lists[1]).toBe(lists[0])
})

test('four providers stand side by side on a phone, the last used first, and after one by password the address', async ({
  page,
}) => {
  const keys = ['GOOGLE', 'GITHUB', 'MICROSOFT'].flatMap((name) => [`AUTH_${name}_ID`, `AUTH_${name}_SECRET`])
  const { base, stop } = await anotherInstance(Object.fromEntries(keys.map((key) => [key, 'x'])))
  try {
    await page.setViewportSize({ width: 320, height: 720 })
    const order = async (last: string) => {
      await page.context().addCookies([{ name: 'last-method', value: last, url: base }])
      await page.goto(`${base}/sign-in`)
      const boxes = await page.getByRole('main').getByRole('button').all()
      const named = boxes.map(async (one) => ({
        name: (await one.textContent())?.trim(),
        ...(await one.boundingBox()),
      }))
      return Promise.all(named)
    }
    const buttons = await order('oauth:microsoft')
    expect(buttons.map(({ name }) => name)[0]).toBe('Microsoft')
    const providers = buttons.slice(0, 4)
    const { x = 0, width = 0 } = buttons.find(({ name }) => name === 'Continue') ?? {}
    for (const [nth, box] of providers.entries()) {
      const left = nth % 2 === 0 ? x : x + width / 2
      expect([box.name, (box.x ?? 0) >= left]).toEqual([box.name, true])
      expect([box.name, (box.x ?? 0) + (box.width ?? 0) <= left + width / 2 + 0.5]).toEqual([box.name, true])
    }
    await expectAccessible(page)
    expect((await order('password')).map(({ name }) => name).slice(0, 3)).toEqual([
      'Continue',
      'Use a passkey',
      'Google',
    ])
  } finally {
    await stop()
  }
})
