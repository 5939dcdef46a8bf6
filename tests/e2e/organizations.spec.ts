import { expectAccessible } from '@/tests/support/accessible'
import { row } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'
import { join } from '@/tests/support/world'

const unique = (word: string) => `${word}-${newEmail('x').split(/[.@]/)[1]}`
const idOf = async (slug: string) => row<{ id: string }>('select id from "Organization" where slug = $1', [slug])

test('olive creates an organization, renames and moves it, deletes it and brings it back', async ({
  page,
  somebody,
}) => {
  const olive = await person('Olive', { email: newEmail('olive') })
  const slug = unique('engines')
  await signIn(page, olive.email)
  await expect(page).toHaveURL(/\/new$/)
  await expectAccessible(page)

  // the address follows the name until she writes one of her own
  await page.getByLabel('Organization name', { exact: true }).fill('Analytical Engines')
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('analytical-engines')
  await page.getByLabel('Address', { exact: true }).fill('acme')
  await expect(page.getByText('That address is taken.')).toBeVisible()
  await page.getByLabel('Address', { exact: true }).fill(slug)
  await expect(page.getByText(`/o/${slug} is free.`)).toBeVisible()
  await page.getByRole('button', { name: 'Create organization', exact: true }).click()

  await expect(page).toHaveURL(`/o/${slug}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Analytical Engines')
  await expect(page.getByText('Getting started')).toBeVisible()
  await expect(page.getByText('created the organization')).toBeVisible()
  await expectAccessible(page)

  // the frame around the page shows the new name at once
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Organization name', { exact: true }).fill('Difference Engines')
  await page.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Switch organization: Difference Engines' })).toBeVisible()
  await expectAccessible(page)

  const moved = unique('moved')
  await page.getByLabel('Address', { exact: true }).fill(moved)
  await page.getByRole('button', { name: 'Save changes: Address' }).click()
  await expect(page).toHaveURL(`/o/${moved}/settings?moved`)
  await expect(page.getByText('The address has changed.')).toBeVisible()

  // members are redirected with the same sub-path; for a stranger old and new are nothing
  const redirect = await page.request.get(`/o/${slug}/settings?tab=1`, { maxRedirects: 0 })
  expect(redirect.status()).toBe(308)
  expect(redirect.headers().location).toMatch(new RegExp(`/o/${moved}/settings\\?tab=1$`))
  const stranger = await somebody('Mallory')
  await person('Mallory', { email: stranger.email })
  await signIn(stranger.page, stranger.email)
  for (const known of [slug, moved]) {
    const answer = await stranger.page.request.get(`/o/${known}/settings`)
    expect(answer.status()).toBe(404)
    expect(await answer.text()).not.toContain('Difference Engines')
  }

  await page.getByRole('button', { name: 'Delete organization' }).click()
  await page.getByLabel('Type Difference Engines to confirm').fill('Difference Engines')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete organization' }).click()
  await expect(page.getByText('The organization is deleted.')).toBeVisible()
  expect((await page.request.get(`/o/${moved}`)).status()).toBe(404)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Restore Difference Engines' }).click()
  await expect(page).toHaveURL(`/o/${moved}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Difference Engines')
})

test('linus leaves an organization with the keyboard alone', async ({ page }) => {
  const linus = await person('Linus', { email: newEmail('linus') })
  await join({ id: (await idOf('globex')).id, slug: 'globex', name: 'Globex' }, linus, 'member')
  await signIn(page, linus.email)
  await page.goto('/account/organizations')
  await page.getByRole('button', { name: 'Leave Globex' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Leave Globex?' })
  await expect(dialog).toBeVisible()
  const confirm = dialog.getByRole('button', { name: 'Leave organization' })
  for (let presses = 0; presses < 4 && !(await confirm.evaluate((it) => it === document.activeElement)); presses++) {
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByText('You have left the organization.')).toBeVisible()
  await expect(page.getByText('You are in no organization')).toBeVisible()
  expect((await page.request.get('/o/globex')).status()).toBe(404)
})

test('ada changes her name, and the menu shows it at once', async ({ page }) => {
  const ada = await person('Ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  await page.goto('/account')
  await expectAccessible(page)
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText('Ada Lovelace')
})

test('a viewer is told which permission the settings need, and sees nothing of them', async ({ page }) => {
  await signIn(page, 'viewer@acme.test')
  const answer = await page.goto('/o/acme/settings')
  expect(answer?.status()).toBe(403)
  await expect(page.getByText('Change the organization’s name and address')).toBeVisible()
  await expect(page.getByText('Danger zone')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0)
})
