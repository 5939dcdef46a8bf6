import { randomBytes } from 'node:crypto'
import { expectAccessible } from '@/tests/support/accessible'
import { row, rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

/** An organization of two days, and its owner. */
async function organization() {
  const slug = `complete-${randomBytes(4).toString('hex')}`
  const olive = await person('Olive', { email: newEmail('olive') })
  await row(
    `with org as (insert into "Organization" (id, slug, name, "createdAt")
                  values (gen_random_uuid(), $1, 'Complete', now() - interval '2 days') returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $2, 'owner' from org returning id`,
    [slug, olive.id],
  )
  return { slug, olive }
}

const narrow = { width: 320, height: 720 }

test('a link is made, followed by somebody new, counted, and revoked', async ({ page, mailbox, somebody }) => {
  test.slow()
  const { slug, olive } = await organization()
  await signIn(page, olive.email)
  await page.goto(`/o/${slug}/members/links`)
  await page.getByRole('button', { name: 'Create link' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How many people may join').fill('2')
  await dialog.getByLabel('Only addresses at').fill('nonsense')
  await dialog.getByRole('button', { name: 'Create link' }).press('Enter')
  await expect(dialog.getByText('Write domains like example.com').first()).toBeVisible()
  const ada = await somebody('Ada')
  await dialog.getByLabel('Only addresses at').fill(ada.email.split('@')[1] ?? '')
  await dialog.getByRole('button', { name: 'Create link' }).press('Enter')
  const path = new URL(await page.getByLabel('Link', { exact: true }).inputValue()).pathname
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await ada.page.setViewportSize(narrow)
  await ada.page.goto(path)
  await expect(ada.page.getByRole('heading', { name: 'Olive invites you to Complete' })).toBeVisible()
  await ada.page.getByRole('link', { name: 'Create account', exact: true }).click()
  await ada.page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await ada.page.getByLabel('Email', { exact: true }).fill(ada.email)
  await ada.page.getByLabel('Password', { exact: true }).fill(password)
  await ada.page.getByRole('button', { name: 'Create account', exact: true }).click()
  const verify = await mailbox.next(ada.email, { template: 'verify-email' })
  await ada.page.goto(verify.links.find((link) => link.includes('/verify-email')) ?? '')
  await ada.page.getByRole('button', { name: 'Verify e-mail address', exact: true }).click()
  await ada.page.waitForURL(`**${path}`)
  await ada.page.getByRole('button', { name: 'Accept invitation', exact: true }).click()
  await ada.page.waitForURL(`**/o/${slug}`)

  await page.reload()
  await expect(page.getByText('1 of 2 joined')).toBeVisible()
  await page.getByText('Who joined').press('Enter')
  await expect(page.getByText('Ada Lovelace')).toBeVisible()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke link' }).click()
  await expect(page.getByRole('listitem').getByText('Revoked', { exact: true })).toBeVisible()

  await ada.page.goto(path)
  await ada.page.getByRole('link', { name: 'Open Complete' }).click()
  await ada.page.waitForURL(`**/o/${slug}`)
  const carl = await somebody('Carl')
  await carl.page.goto(path)
  await expect(carl.page.getByRole('heading', { name: 'This link was closed' })).toBeVisible()
})

test('a file of sixty is sent in parts, each line has its answer, and what was not done is in the field', async ({
  page,
}) => {
  test.slow()
  const { slug, olive } = await organization()
  await signIn(page, olive.email)
  await page.goto(`/o/${slug}/members`)
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Many people at once' }).click()
  await page.waitForURL('**/members/invitations/many')
  const domain = `${slug}.test`
  const lines = Array.from({ length: 60 }, (_, index) => `Person ${index};p${index}@${domain}`)
  const csv = ['\ufeffName;E-mail', ...lines, 'Nobody;nobody'].join('\r\n')
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByLabel('Email addresses')).toHaveValue(/p59@/)
  await page.getByRole('button', { name: 'Send invitations' }).press('Enter')
  await expect(
    page
      .getByRole('status')
      .getByText(/of 61 done/)
      .first(),
  ).toBeAttached()
  await expect(page.getByText('60 done, 1 not done.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByLabel('Email addresses')).toHaveValue('nobody')
  await expect(page.getByRole('list', { name: 'What happened to each address' }).getByRole('listitem')).toHaveCount(61)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download results' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('invitations.csv')
  await expectAccessible(page)
  await page.setViewportSize(narrow)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(await rows('select from "Invitation" where email like $1', [`%@${domain}`])).toHaveLength(60)
})

test('whoever came too late asks for a new one, and the list says so', async ({ page, mailbox, somebody }) => {
  const { slug, olive } = await organization()
  const ada = await somebody('Ada')
  await signIn(page, olive.email)
  await page.goto(`/o/${slug}/members`)
  await page.getByRole('button', { name: 'Invite people' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email addresses').fill(ada.email)
  await dialog.getByRole('button', { name: 'Send invitations', exact: true }).click()
  const mail = await mailbox.next(ada.email, { template: 'invitation' })
  await rows(`update "Invitation" set "expiresAt" = now() where email = $1 returning id`, [ada.email])
  await ada.page.goto(new URL(mail.links.find((link) => link.includes('/invite/')) ?? '').pathname)
  await ada.page.getByRole('button', { name: 'Ask for a new one' }).press('Enter')
  await expect(ada.page.getByText('You asked for a new one.')).toBeVisible()
  const asked = await mailbox.next(olive.email, { template: 'invitation-asked' })
  const link = asked.links.find((one) => one.includes('/members/invitations')) ?? ''
  await page.goto(new URL(link).pathname + new URL(link).search)
  await expect(page.getByRole('table').getByText('Asked for a new one')).toBeVisible()
  await page.getByRole('button', { name: `Resend to ${ada.email}` }).click()
  await expect(page.getByText('A new invitation is on its way')).toBeVisible()
  await mailbox.next(ada.email, { template: 'invitation' })
})
