import { createHash, randomBytes } from 'node:crypto'
import { row } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'

test('ada accepts an invitation without JavaScript', async ({ page }) => {
  const slug = `plain-${randomBytes(4).toString('hex')}`
  const token = randomBytes(32).toString('base64url')
  const olive = await person('Olive', { email: newEmail('olive') })
  const ada = await person('Ada', { email: newEmail('ada') })
  await row(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, 'Plain') returning id),
          owner as (insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $2, 'owner' from org)
     insert into "Invitation" ("organizationId", email, "builtInRole", "mailTokenDigest", "invitedById", "expiresAt")
     select id, $3, 'member', $4, $2, now() + interval '1 day' from org returning id`,
    [slug, olive.id, ada.email, createHash('sha256').update(token).digest()],
  )
  await page.goto(`/invite/${token}`)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Email', { exact: true }).fill(ada.email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`**/invite/${token}`)
  await page.getByRole('button', { name: 'Accept invitation', exact: true }).click()
  await page.waitForURL(`**/o/${slug}`)
  await expect(page.getByRole('heading', { name: 'Plain' })).toBeVisible()
})

test('olive changes a role without JavaScript', async ({ page }) => {
  const slug = `plain-${randomBytes(4).toString('hex')}`
  const olive = await person('Olive', { email: newEmail('olive') })
  const ada = await person('Ada', { email: newEmail('ada') })
  await row(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, 'Plain') returning id),
          owner as (insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $2, 'owner' from org)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $3, 'viewer' from org returning id`,
    [slug, olive.id, ada.id],
  )
  await signIn(page, olive.email)
  await page.goto(`/o/${slug}/members?q=${encodeURIComponent(ada.email)}`)
  await page.getByLabel('Role of Ada').selectOption('admin')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByLabel('Role of Ada')).toHaveValue('admin')
  expect(await row(`select "builtInRole" as role from "Membership" where "userId" = $1`, [ada.id])).toEqual({
    role: 'admin',
  })
})

test('olive invites a long list without JavaScript: what was not reached stays in the field', async ({ page }) => {
  const slug = `plain-${randomBytes(4).toString('hex')}`
  const olive = await person('Olive', { email: newEmail('olive') })
  await row(
    `with org as (insert into "Organization" (id, slug, name) values (gen_random_uuid(), $1, 'Plain') returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $2, 'owner' from org returning id`,
    [slug, olive.id],
  )
  await signIn(page, olive.email)
  await page.goto(`/o/${slug}/members/invitations/many`)
  const lines = Array.from({ length: 30 }, (_, index) => `p${index}@${slug}.test`)
  await page.getByLabel('Email addresses').fill(lines.join('\n'))
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.getByText('25 invitations are on their way. 5 more wait')).toBeVisible()
  await expect(page.getByLabel('Email addresses')).toHaveValue(lines.slice(25).join('\n'))
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.getByText('5 invitations are on their way.')).toBeVisible()
})
