import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { person } from '@/tests/support/people'

test('olive creates, renames, moves, deletes and restores an organization without JavaScript', async ({ page }) => {
  const olive = await person('Olive', { email: newEmail('olive') })
  await signIn(page, olive.email)
  await page.goto('/new')

  // what was typed comes back with the error
  await page.getByLabel('Organization name', { exact: true }).fill('Paper Mill')
  await page.getByLabel('Address', { exact: true }).fill('acme')
  await page.getByRole('button', { name: 'Create organization', exact: true }).click()
  await expect(page.getByText('That address is taken.').first()).toBeVisible()
  await expect(page.getByLabel('Organization name', { exact: true })).toHaveValue('Paper Mill')
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('acme')

  // left empty, the address is made from the name
  await page.getByLabel('Address', { exact: true }).fill('')
  await page.getByRole('button', { name: 'Create organization', exact: true }).click()
  await expect(page).toHaveURL(/\/o\/paper-mill(-\w+)?$/)
  const slug = new URL(page.url()).pathname.split('/')[2] ?? ''

  await page.goto(`/o/${slug}/settings`)
  await page.getByLabel('Organization name', { exact: true }).fill('Paper Works')
  await page.getByRole('button', { name: 'Save changes', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  const moved = `${slug}-${newEmail('x').split(/[.@]/)[1]}`
  await page.getByLabel('Address', { exact: true }).fill(moved)
  await page.getByRole('button', { name: 'Save changes: Address' }).click()
  await expect(page).toHaveURL(`/o/${moved}/settings?moved`)

  // the only owner is told why she cannot leave
  await page.locator('summary', { hasText: 'Leave organization' }).click()
  await page.getByRole('button', { name: 'Leave organization' }).click()
  await expect(page.getByText('You are the only owner.')).toBeVisible()

  await page.locator('summary', { hasText: 'Delete organization' }).click()
  await page.getByLabel('Type Paper Works to confirm').fill('Paper Mill')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await expect(page.getByText('Type the name exactly as it is: Paper Works').first()).toBeVisible()
  await page.getByLabel('Type Paper Works to confirm').fill('Paper Works')
  await page.getByRole('button', { name: 'Delete organization' }).click()
  await expect(page.getByText('The organization is deleted.')).toBeVisible()
  await page.getByRole('button', { name: 'Restore Paper Works' }).click()
  await expect(page).toHaveURL(`/o/${moved}`)
})
