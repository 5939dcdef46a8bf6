import { expectAccessible } from '@/tests/support/accessible'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

test('ada signs up, verifies from the mail, lands, signs out and signs in again', async ({ page, mailbox }) => {
  const email = newEmail('ada')
  await page.goto('/')
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('at least 12 characters')
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
  await expectAccessible(page)

  const mail = await mailbox.next(email, { template: 'verify-email' })
  const link = mail.links.find((one) => one.includes('token=')) ?? ''
  // a scanner looks at it, more than once, and from elsewhere
  for (let look = 0; look < 3; look++) await page.request.get(link)
  await page.goto(link)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Verify e-mail address' }).click()
  await page.waitForURL('**/new')

  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL('**/sign-in?signed-out')
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await page.goto('/new')
  await page.waitForURL('**/sign-in?next=%2Fnew')
  await signIn(page, email)
  await page.waitForURL('**/new')
  await page.goto('/sign-in')
  await page.waitForURL('**/new')
})

test('the mail is read on a phone: the link says where it works, the code is typed here', async ({
  page,
  somebody,
  mailbox,
}) => {
  const bea = await person('Bea', { email: newEmail('bea') })
  await page.goto('/sign-in?next=/account')
  await page.getByLabel('Email', { exact: true }).fill(bea.email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
  await page.waitForURL('**/sign-in/link')
  await expect(page.getByText(bea.email)).toBeVisible()
  await expectAccessible(page)

  const mail = await mailbox.next(bea.email, { template: 'sign-in-link' })
  const phone = await somebody('phone')
  await phone.page.goto(mail.links.find((one) => one.includes('token=')) ?? '')
  await expect(phone.page.getByText('Open it in the browser where you asked, or type the code there')).toBeVisible()
  await expect(phone.page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0)
  await expectAccessible(phone.page)

  await page.getByLabel('Authentication code').fill('22222222')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('That code is not right')
  await page.getByLabel('Authentication code').fill(mail.code ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/account')

  // next time the page remembers the way, not the person
  await page.context().clearCookies({ name: /session/ })
  await page.goto('/sign-in')
  await expect(page.getByText('Last used')).toBeVisible()
  await expect(page.getByText(bea.email)).toHaveCount(0)
  const [field, provider] = [
    page.getByLabel('Email', { exact: true }),
    page.getByRole('button', { name: /^Continue with / }),
  ]
  expect((await field.boundingBox())?.y).toBeLessThan((await provider.first().boundingBox())?.y ?? 0) // it comes first
})

test('the link works in the browser that asked, once', async ({ page, mailbox }) => {
  const cleo = await person('Cleo', { email: newEmail('cleo') })
  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(cleo.email)
  await page.getByLabel('Email', { exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
  await page.waitForURL('**/sign-in/link')
  const { links } = await mailbox.next(cleo.email, { template: 'sign-in-link' })
  const link = links.find((one) => one.includes('token=')) ?? ''
  await page.goto(link)
  expect((await page.request.get(link)).headers()['referrer-policy']).toBe('same-origin')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/new')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link is over' })).toBeVisible()
})

test('a forgotten password is replaced, and whoever was signed in is not any more', async ({
  page,
  somebody,
  mailbox,
}) => {
  const dora = await person('Dora', { email: newEmail('dora') })
  const elsewhere = await somebody('elsewhere')
  await signIn(elsewhere.page, dora.email)

  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(dora.email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill('no idea what it was')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    "We couldn't sign you in with that e-mail and password.",
  )
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(dora.email)
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Forgot password?' }).click()
  await page.waitForURL('**/forgot-password')
  await page.getByLabel('Email', { exact: true }).fill(dora.email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  const { links } = await mailbox.next(dora.email, { template: 'reset-password' })
  await page.goto(links.find((one) => one.includes('token=')) ?? '')
  await expectAccessible(page)
  await page.getByLabel('Password', { exact: true }).fill('a brand new password')
  await page.getByRole('button', { name: 'Save new password' }).click()
  await page.waitForURL('**/sign-in?reset')
  await expect(page.getByText('Your password was changed.')).toBeVisible()

  await elsewhere.page.goto('/account')
  await elsewhere.page.waitForURL('**/sign-in?next=%2Faccount')
  await signIn(page, dora.email, 'a brand new password')
})

test('the pages before the app are for everybody', async ({ page }) => {
  for (const path of [
    '/sign-in',
    '/sign-up',
    '/forgot-password',
    '/sign-in/link',
    '/reset-password',
    '/verify-email',
  ]) {
    await page.goto(path)
    await page.waitForLoadState('networkidle') // the suggestions of passkeys ask for their challenge
    await expectAccessible(page)
  }
  await page.goto('/sign-in')
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0)
  await expect(page.locator('input[type=password]')).toBeHidden()
})

test('signing out makes the browser throw away what it saw, and keeps its cookies', async ({ request }) => {
  const { headers, status } = await request
    .get('/sign-in?signed-out')
    .then((response) => ({ headers: response.headers(), status: response.status() }))
  expect(status).toBe(200)
  expect(headers['clear-site-data']).toBe('"cache", "storage"')
  expect((await request.get('/sign-in')).headers()['clear-site-data']).toBeUndefined()
})
