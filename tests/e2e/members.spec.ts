import type { Page } from '@playwright/test'
import { expectAccessible } from '@/tests/support/accessible'
import { rows } from '@/tests/support/database'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { tabTo } from '@/tests/support/keyboard'

const people = { olive: 'owner', ada: 'admin', linus: 'member', mia: 'member', vera: 'viewer' } as const

const boxIn = (page: Page) => (name: string) => page.getByRole('checkbox', { name: `Select ${name}` })

test('olive gives two people a role with the keyboard alone', async ({ page }) => {
  const { org, olive, linus, mia } = await founded('crew', people)
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/members`)
  const box = boxIn(page)
  const bar = page.getByRole('button', { name: 'Clear' })
  const dialog = page.getByRole('dialog')
  await expect(page.getByRole('columnheader', { name: 'Last active' })).toBeVisible()
  await expect(box(olive.name)).toHaveCount(0)
  await expect(bar).toBeHidden()

  for (const one of [linus, mia]) {
    await tabTo(page, box(one.name))
    await page.keyboard.press('Space')
  }
  await expect(page.getByRole('status').filter({ hasText: '2 selected' })).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, page.getByRole('button', { name: 'Change role', exact: true }))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'Change the role of 2 people' })).toBeVisible()
  for (const one of [linus, mia]) await expect(dialog.getByText(one.email)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('New role').selectOption('viewer')
  await tabTo(page, dialog.getByRole('button', { name: 'Change role' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 people are now viewer.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  for (const one of [linus, mia]) await expect(page.getByLabel(`Role of ${one.name}`)).toHaveValue('viewer')
  await expect(bar).toBeHidden()
  await expect(page.getByRole('main')).toBeFocused() // the button that led here is gone
  await tabTo(page, page.getByRole('link', { name: `Remove ${mia.name}` }))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('link', { name: `Remove ${mia.name}` })).toBeFocused()
})

test('on a phone she removes all but one, and an answer comes for each', async ({ page }) => {
  const { org, olive, ada, linus, vera } = await founded('phone', people)
  await page.setViewportSize({ width: 320, height: 700 })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/members`)
  const box = boxIn(page)
  const dialog = page.getByRole('dialog')
  // there is no head, and the box for all stands above the cards
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
  await expect(page.getByRole('status').filter({ hasText: '4 selected' })).toBeVisible()
  await box(ada.name).uncheck()
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over).toBeLessThanOrEqual(0)
  // vera goes by somebody else's hand while olive looks
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Remove 3 people?' })).toBeVisible()
  await rows(`delete from "Membership" where id = $1 returning id`, [vera.membershipId])
  await dialog.getByRole('button', { name: /^Remove from/ }).click()
  const answers = dialog.getByRole('list', { name: 'What happened to each person' })
  await expect(answers.getByText('There is nothing here.')).toBeVisible()
  await expect(answers.getByText('Was removed.')).toHaveCount(2)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(linus.email)).toHaveCount(0)
  await expect(page.getByRole('main')).toBeFocused()
  await expect(page.getByText(ada.email)).toBeVisible()
})

test('with two hundred roles a row leads to them, the list is sorted by its heads, and the sheet holds it all', async ({
  page,
}) => {
  const { org, olive, ada, linus } = await founded('roles', people)
  const addRoles = (from: number, to: number) =>
    rows(
      `insert into "Role" ("organizationId", name, permissions)
       select $1, 'Role ' || lpad(n::text, 3, '0'), '{organization:read,member:read}' from generate_series($2::int, $3::int) n returning id`,
      [org.id, from, to],
    )
  await rows(
    `with people as (
       insert into "User" (email, name) select 'x' || n || '@' || $2 || '.test', 'Xaver ' || n from generate_series(1, 15) n returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole", "createdAt") select $1, id, 'member', '2026-01-01' from people returning id`,
    [org.id, org.slug],
  )
  await signIn(page, olive.email)
  const size = async () => (await (await page.request.get(`/o/${org.slug}/members`)).text()).length
  await addRoles(1, 3)
  const withFew = await size()
  await addRoles(4, 200)
  const withMany = await size()
  test.info().annotations.push({ type: 'characters of twenty rows', description: `${withFew}, ${withMany}` })
  expect(withMany).toBeLessThan(1.3 * withFew)
  await page.goto(`/o/${org.slug}/members`)
  await tabTo(page, page.getByRole('link', { name: `Change the role of ${linus.name}, now Member` }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel(`Role of ${linus.name}`)).toHaveValue('member')
  await dialog.getByLabel(`Role of ${linus.name}`).selectOption('Role 144')
  await dialog.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText(`${linus.name} is now Role 144.`)).toBeVisible()
  await expect(page).toHaveURL(`/o/${org.slug}/members`)

  const names = page.getByRole('rowheader')
  await page.getByRole('link', { name: 'Person', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Person' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(names.first()).toContainText(ada.name)
  await page.getByRole('link', { name: 'Person', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Person' })).toHaveAttribute('aria-sort', 'descending')
  await expect(names.last()).toContainText(ada.name)
  await page.getByRole('link', { name: 'Role', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Role' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(names.last()).toContainText(linus.name)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(new RegExp(`^${org.slug}-members-.*\\.csv$`))
})

test('vera, a viewer, sees who is here and nothing of how they sign in', async ({ page }) => {
  const { org, vera, linus } = await founded('looks', people)
  await signIn(page, vera.email)
  await page.goto(`/o/${org.slug}/members?do=remove&who=${linus.membershipId}`)
  await expect(page.getByText(linus.email)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Joined' })).toBeVisible()
  for (const head of ['Second factor', 'Last active'])
    await expect(page.getByRole('columnheader', { name: head })).toHaveCount(0)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Export CSV' })).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
