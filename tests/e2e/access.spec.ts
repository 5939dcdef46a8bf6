import { expectAccessible } from '@/tests/support/accessible'
import { rows } from '@/tests/support/database'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { tabTo } from '@/tests/support/keyboard'
import { person } from '@/tests/support/people'
import { join, joinWith } from '@/tests/support/world'

test('grace, an admin, sees the organization as a viewer does, changes nothing, and stops with a key', async ({
  page,
}) => {
  const { org, grace } = await founded('look', { olive: 'owner', grace: 'admin' })
  await signIn(page, grace.email)
  await page.goto(`/o/${org.slug}/roles`)
  await expectAccessible(page)
  await tabTo(page, page.getByRole('button', { name: 'View as Viewer' }))
  await page.keyboard.press('Enter')
  const banner = page.getByRole('region', { name: 'You see this as Viewer.' })
  await expect(banner).toBeVisible()
  const navigation = page.getByRole('navigation', { name: 'Main', exact: true })
  await expect(navigation.getByRole('link', { name: 'Members' })).toBeVisible()
  await expect(navigation.getByRole('link', { name: 'Roles' })).toHaveCount(0)
  await expect(navigation.getByRole('link', { name: 'Audit log' })).toHaveCount(0)
  await expectAccessible(page)
  expect((await page.goto(`/o/${org.slug}/audit-log`))?.status()).toBe(403)
  await expect(page.getByRole('button', { name: 'Ask for access' })).toHaveCount(0)
  await page.goto(`/api/o/${org.slug}/audit-log/csv`)
  await expect(page).toHaveURL(`/o/${org.slug}/only-looking`)
  await expect(page.getByRole('heading', { name: 'You are looking as Viewer.' })).toBeVisible()
  await page.setViewportSize({ width: 320, height: 800 })
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await tabTo(page, banner.getByRole('button', { name: 'Stop viewing', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/o/${org.slug}/roles`)
  await expect(banner).toHaveCount(0)
  await page.goto(`/o/${org.slug}/audit-log`)
  await expect(page.getByText('stopped looking at the organization as').first()).toBeVisible()
})

test('vera is refused and asks; grace grants it until a day, and vera is in', async ({ page, somebody, mailbox }) => {
  const { org, grace, vera } = await founded('ask', { olive: 'owner', grace: 'admin', vera: 'viewer' })
  const hers = (await somebody('Vera')).page
  await signIn(hers, vera.email)
  await hers.setViewportSize({ width: 320, height: 800 })
  const answer = await hers.goto(`/o/${org.slug}/audit-log`)
  expect(answer?.status()).toBe(403)
  await expect(hers.getByText('It needs the permission “Read the audit log”.')).toBeVisible()
  await expect(
    hers.getByText(new RegExp(`Ask an owner or an admin for it: here that is .*${grace.name}`)),
  ).toBeVisible()
  await expectAccessible(hers)
  await hers.getByLabel('What do you need it for?').fill('The auditors come on Monday.')
  await tabTo(hers, hers.getByRole('button', { name: 'Ask for access' }))
  await hers.keyboard.press('Enter')
  await expect(hers.getByText(/^You asked for it on /)).toBeVisible()
  await expectAccessible(hers)
  const asked = await mailbox.next(grace.email, { template: 'access-asked' })
  expect(asked.text).toContain('The auditors come on Monday.')

  await signIn(page, grace.email)
  await page.goto(asked.links.find((link) => link.endsWith('/requests')) ?? '')
  await expect(page.getByRole('link', { name: /^Requests\s*1$/ })).toBeVisible()
  await expectAccessible(page)
  await tabTo(
    page,
    page.getByRole('link', { name: `Grant: ${vera.name} asks to be able to: Read the audit log.`, exact: true }),
  )
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Role from now on')).toHaveValue('admin')
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  await dialog.getByLabel('Last day').fill(day)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Grant access' }).click()
  await expect(page.getByText(`${vera.name} is now admin.`)).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(`/o/${org.slug}/members/requests`)
  await expect(page.getByText('No open requests')).toBeVisible()
  expect((await mailbox.next(vera.email, { template: 'access-answered' })).subject).toContain('you are now admin')
  expect((await hers.reload())?.status()).toBe(200)
})

test('grace sees when vera’s time is over and what follows, moves the day, and takes it away', async ({ page }) => {
  const { org, grace, vera } = await founded('until', { olive: 'owner', grace: 'admin', vera: 'viewer' })
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await rows(
    `update "Membership" set "temporaryBuiltInRole" = 'admin', "temporaryUntil" = date_trunc('day', now(), 'UTC') + interval '8 days'
      where id = $1 returning id`,
    [vera.membershipId],
  )
  await signIn(page, grace.email)
  await page.goto(`/o/${org.slug}/members`)
  await expect(page.getByText(/^until .*, then Viewer$/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('combobox', { name: `Role of ${vera.name}` }).focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: `When the role of ${vera.name} ends` })).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Last day')).toHaveValue(inDays(7))
  await expectAccessible(page)
  await dialog.getByLabel('Last day').fill('')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText(`The role of ${vera.name} has no end.`)).toBeVisible()
  await expect(page.getByText(/^until /)).toHaveCount(0)
})

test('vera’s time is over between two clicks, and she is what she was before', async ({ page, mailbox }) => {
  const { org, vera } = await founded('lent', { olive: 'owner', vera: 'viewer' })
  const until = (time: string) =>
    rows(
      `update "Membership" set "temporaryBuiltInRole" = 'admin', "temporaryUntil" = ${time} where id = $1 returning id`,
      [vera.membershipId],
    )
  await until(`now() + interval '1 day'`)
  await signIn(page, vera.email)
  expect((await page.goto(`/o/${org.slug}/audit-log`))?.status()).toBe(200)
  await until('now()')
  expect((await page.reload())?.status()).toBe(403)
  expect((await page.goto(`/o/${org.slug}/projects`))?.status()).toBe(200)
  await rows(`select graphile_worker.add_job('sweep', '{}'::json)`)
  const mail = await mailbox.next(vera.email, { template: 'role-ending' })
  expect(mail.subject).toContain('You are viewer in')
})

test('ivan, who may only invite, answers who wants to join, page by page on a telephone, and sees nothing else', async ({
  page,
}) => {
  const { org, vera } = await founded('joining', { olive: 'owner', vera: 'viewer' })
  await rows(
    `insert into "AccessRequest" ("organizationId", "membershipId", permission) values ($1, $2, 'project:create') returning id`,
    [org.id, vera.membershipId],
  )
  await rows(
    `with people as (
       insert into "User" (email, name, "emailVerified")
       select 'j' || n || '@' || $2 || '.test', 'Joiner ' || n, now() from generate_series(1, 27) n returning id, email, name)
     insert into "JoinRequest" ("organizationId", "userId", email, "createdAt", "expiresAt")
     select $1, id, email, now() - interval '1 day' + make_interval(mins => substring(name from '\\d+')::int), now() + interval '9 days'
       from people returning id`,
    [org.id, org.slug],
  )
  const permissions = ['organization:read', 'member:read', 'project:read', 'member:invite']
  const ivan = await joinWith(org, await person(`ivan-${org.slug}`), permissions, 'Host')
  await signIn(page, ivan.email)
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(`/o/${org.slug}/members/requests`)
  await expect(page.getByRole('link', { name: /^Requests\s*27$/ })).toBeVisible()
  await expect(page.getByText('asks to be able to')).toHaveCount(0)
  await expect(page.getByText('Joiner 1', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, page.getByRole('button', { name: 'Decline the request of Joiner 1', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Declined. Joiner 1 is told by mail.')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Requests\s*26$/ })).toBeVisible()
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page).toHaveURL(/\?joins=/)
  await expect(page.getByText('Joiner 27', { exact: true })).toBeVisible()
  await expect(page.getByText('Joiner 2', { exact: true })).toHaveCount(0)
  // who decides neither is told what would do
  const nobody = await join(org, await person(`nobody-${org.slug}`), 'member')
  await page.context().clearCookies()
  await signIn(page, nobody.email)
  expect((await page.goto(`/o/${org.slug}/members/requests`))?.status()).toBe(403)
  await expect(page.getByText('one of these permissions: “Invite people” or “Change people’s roles”')).toBeVisible()
  await expectAccessible(page)
})
