import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expectAccessible } from '@/tests/support/accessible'
import { row } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

/** Somebody with an account and an organization of their own. */
async function ownerOf(slug: string) {
  const olive = await person('Olive', { email: newEmail('olive') })
  await row(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, $2) returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $3, 'owner' from org returning id`,
    [slug, `Org ${slug}`, olive.id],
  )
  return olive
}

const newSlug = () => `invites-${randomBytes(4).toString('hex')}`

async function invite(page: Page, slug: string, emails: string, role: string) {
  await page.goto(`/o/${slug}/members`)
  await page.getByRole('button', { name: 'Invite people', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email addresses').fill(emails)
  await dialog.getByLabel('Role').selectOption(role)
  await dialog.getByRole('button', { name: 'Send invitations', exact: true }).click()
  await expect(dialog.getByRole('list', { name: 'What happened to each address' })).toBeVisible()
  return dialog
}

const linkIn = (mail: { links: string[] }) => {
  const link = mail.links.find((one) => one.includes('/invite/'))
  if (!link) throw new Error(`No invitation link among: ${mail.links.join(' ')}`)
  return new URL(link).pathname
}

test('ada is invited, makes an account, joins; her changed role and her removal count on her next request', async ({
  page,
  mailbox,
  somebody,
}) => {
  test.slow()
  const slug = newSlug()
  const olive = await ownerOf(slug)
  const ada = await somebody('Ada')
  await signIn(page, olive.email)
  const dialog = await invite(page, slug, `${ada.email}, nonsense`, 'viewer')
  await expect(dialog.getByText('One invitation is on its way.')).toBeVisible()
  await expect(dialog.getByText('That does not look like an e-mail address.')).toBeVisible()

  const path = linkIn(await mailbox.next(ada.email, { template: 'invitation' }))
  await ada.page.goto(path)
  await expect(ada.page.getByRole('heading', { name: `Olive invites you to Org ${slug}` })).toBeVisible()
  await ada.page.getByRole('link', { name: 'Create account', exact: true }).click()
  await ada.page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await expect(ada.page.getByLabel('Email', { exact: true })).toHaveValue(ada.email)
  await ada.page.getByLabel('Password', { exact: true }).fill(password)
  await ada.page.getByRole('button', { name: 'Create account', exact: true }).click()
  await expect(ada.page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  const verify = await mailbox.next(ada.email, { template: 'verify-email' })
  await ada.page.goto(verify.links.find((link) => link.includes('/verify-email')) ?? '')
  await ada.page.getByRole('button', { name: 'Verify e-mail address', exact: true }).click()
  await ada.page.waitForURL(`**${path}`)
  await ada.page.getByRole('button', { name: 'Accept invitation', exact: true }).click()
  await ada.page.waitForURL(`**/o/${slug}`)

  await ada.page.goto(`/o/${slug}/projects`)
  await expect(ada.page.getByRole('heading', { name: 'Projects', exact: true })).toBeVisible()
  await expect(ada.page.getByRole('button', { name: 'New project' })).toHaveCount(0)
  const invitations = () => ada.page.goto(`/o/${slug}/members/invitations`)
  expect((await invitations())?.status()).toBe(403)

  await page.goto(`/o/${slug}/members`)
  await expectAccessible(page)
  await page.goto(`/o/${slug}/members?q=lovelace`)
  await page.getByLabel('Role of Ada Lovelace').selectOption('admin')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Ada Lovelace is now admin.')).toBeVisible()
  expect((await invitations())?.status()).toBe(200)
  await ada.page.goto(`/o/${slug}/projects`)
  await expect(ada.page.getByRole('button', { name: 'New project' }).first()).toBeVisible()

  await page.getByRole('link', { name: 'Remove Ada Lovelace' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove from/ })
    .click()
  await expect(page.getByText('Nobody matches')).toBeVisible()
  expect((await ada.page.goto(`/o/${slug}/projects`))?.status()).toBe(404)
})

test('a copied link opens the invitation for its address only; revoked, it says so', async ({ page, somebody }) => {
  const slug = newSlug()
  const olive = await ownerOf(slug)
  const ada = { ...(await somebody('Ada')), email: newEmail('ada') }
  const mallory = await somebody('Mallory')
  await Promise.all([person('Ada', { email: ada.email }), person('Mallory', { email: mallory.email })])
  await signIn(page, olive.email)
  await invite(page, slug, ada.email, 'member')
  await page.goto(`/o/${slug}/members/invitations`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const path = new URL(await page.getByLabel('Link', { exact: true }).inputValue()).pathname

  await signIn(mallory.page, mallory.email)
  expect((await mallory.page.goto(path))?.status()).toBe(200)
  await expect(mallory.page.getByRole('heading', { name: 'This is for somebody else' })).toBeVisible()
  await expect(mallory.page.getByRole('button', { name: 'Accept invitation' })).toHaveCount(0)
  await mallory.page.getByRole('button', { name: 'Switch account' }).click()
  await mallory.page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === path)

  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke invitation' }).click()
  await expect(page.getByRole('table').getByText('Closed')).toBeVisible()
  expect((await ada.page.goto(path))?.status()).toBe(200)
  await expect(ada.page.getByRole('heading', { name: 'This invitation was closed' })).toBeVisible()
  expect((await ada.page.goto(`/invite/${'x'.repeat(43)}`))?.status()).toBe(404)
})

test('the page of an invitation tells nobody its address and loads nothing from elsewhere', async ({
  page,
  mailbox,
  somebody,
}) => {
  const slug = newSlug()
  const olive = await ownerOf(slug)
  const email = newEmail('ada')
  await signIn(page, olive.email)
  await invite(page, slug, email, 'viewer')
  const path = linkIn(await mailbox.next(email, { template: 'invitation' }))
  const ada = await somebody('Ada')
  const elsewhere: string[] = []
  ada.page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(page.url()).origin) elsewhere.push(request.url())
  })
  await ada.page.goto(path)
  await expect(ada.page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible()
  expect(elsewhere).toEqual([])
  await expectAccessible(ada.page)
  await expect(ada.page.locator('meta[name=referrer]')).toHaveAttribute('content', 'same-origin')
})
