import { expectAccessible } from '@/tests/support/accessible'
import { expect, signIn, test } from '@/tests/support/e2e'
import { founded } from '@/tests/support/founded'
import { tabTo } from '@/tests/support/keyboard'
import { customRole } from '@/tests/support/world'

const found = (slug: string) => founded(slug, { olive: 'owner', linus: 'viewer' })

test('olive copies a role, gives it to linus, takes something out of it, and deletes it; linus is bound at once', async ({
  page,
  somebody,
}) => {
  const { org, olive, linus } = await found('roles')
  const his = (await somebody('Linus')).page
  await signIn(his, linus.email)
  const sees = async (path: string) => (await his.request.get(`/o/${org.slug}/${path}`)).status()
  expect([await sees('roles'), await sees('audit-log')]).toEqual([403, 403])

  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}`)
  await page.getByRole('link', { name: 'Roles' }).click()
  const matrix = page.getByRole('table', { name: 'Permissions of each role' })
  await expect(matrix.getByRole('columnheader')).toHaveText([/^Permission/, /Owner/, /Admin/, /Member/, /Viewer/])
  await expect(matrix.getByRole('row', { name: /^Delete projects/ }).getByRole('cell')).toHaveText([
    ...['Yes', 'Yes', 'No', 'No'],
  ])
  await expectAccessible(page)

  // a copy of a built-in role, which itself cannot be changed
  await matrix.getByRole('link', { name: 'Member', exact: true }).click()
  await expect(page.getByText('so it cannot be changed')).toBeVisible()
  await page.getByRole('link', { name: 'Create a copy' }).click()
  const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
  await expect(box('Create projects')).toBeChecked()
  await expect(box('Hand over ownership')).toHaveAttribute('aria-disabled', 'true')
  await expect(box('Hand over ownership')).toHaveAccessibleDescription(/For owners alone/)

  // what needs it goes with it, what it needs comes with it, and both are said
  await box('See projects').uncheck()
  await expect(box('Create projects')).not.toBeChecked()
  await expect(page.getByText(/“Create projects” and “Rename and archive projects” unticked as well/)).toBeVisible()
  await box('Delete projects').check()
  await expect(box('See projects')).toBeChecked()
  await expect(page.getByText('“See projects” ticked as well: “Delete projects” needs it.')).toBeVisible()
  await box('Read the audit log').check()
  await page.getByLabel('Role name', { exact: true }).fill('Cleaner')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create role' }).click()
  await expect(page.getByText('Cleaner is created.')).toBeVisible()

  await page.goto(`/o/${org.slug}/members`)
  await page.getByLabel(`Role of ${linus.name}`).selectOption({ label: 'Cleaner' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(`${linus.name} is now Cleaner.`)).toBeVisible()
  expect(await sees('audit-log')).toBe(200)

  // from here on without a mouse
  await page.goto(`/o/${org.slug}/roles`)
  await tabTo(page, matrix.getByRole('link', { name: 'Cleaner', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, box('Read the audit log'))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Review changes' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Before you save' })).toBeFocused()
  await expect(page.getByText(`${linus.name} will no longer be able to`)).toBeVisible()
  await expectAccessible(page)
  expect(await sees('audit-log')).toBe(200)

  // what is touched after the review is reviewed again
  await box('Invite people').check()
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveCount(0)
  await box('Invite people').uncheck()
  await page.getByRole('button', { name: 'Review changes' }).click()
  await tabTo(page, page.getByRole('button', { name: 'Save changes' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Cleaner is saved.')).toBeVisible()
  expect(await sees('audit-log')).toBe(403)

  await page.getByLabel('Move them to', { exact: true }).selectOption({ label: 'Viewer' })
  await page.getByRole('button', { name: 'Review deletion' }).click()
  await expect(page.getByText(`${linus.name} will be viewer.`)).toBeVisible()
  await page.getByRole('button', { name: 'Delete role' }).click()
  await expect(page.getByText('The role is deleted.')).toBeVisible()
  await expect(matrix.getByRole('columnheader', { name: 'Cleaner' })).toHaveCount(0)
  await page.goto(`/o/${org.slug}/members`)
  await expect(page.getByLabel(`Role of ${linus.name}`)).toHaveValue('viewer')
})

test('on a phone the table scrolls by itself, with the keyboard as well, and the page does not', async ({ page }) => {
  const { org, olive } = await found('phone')
  for (const name of ['Alpha', 'Beta', 'Gamma']) await customRole(org, name, ['organization:read', 'project:read'])
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, olive.email)
  await page.goto(`/o/${org.slug}/roles`)
  await expectAccessible(page)
  const frame = page.getByRole('region', { name: 'Permissions of each role' })
  const gamma = frame.getByRole('link', { name: 'Gamma', exact: true })
  await expect(gamma).not.toBeInViewport()
  await frame.focus()
  for (let presses = 0; presses < 20; presses++) await page.keyboard.press('ArrowRight')
  await expect(gamma).toBeInViewport()
  await expect(frame.getByRole('rowheader', { name: 'See the organization' })).toBeInViewport() // the first column stays
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await gamma.click()
  await page.getByRole('checkbox', { name: 'Create projects', exact: true }).check()
  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByText('Nobody has this role at present.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Delete role' }).click()
  await page.getByRole('dialog', { name: 'Delete Gamma?' }).getByRole('button', { name: 'Delete role' }).click()
  await expect(page.getByText('The role is deleted.')).toBeVisible()
})
