import { row, rows } from '@/tests/support/database'
import { expect, newEmail, signIn, test } from '@/tests/support/e2e'
import { password, person } from '@/tests/support/people'

test('without JavaScript ada proves that it is her on a page, and deletes her account', async ({ page }) => {
  const ada = await person('ada', { email: newEmail('ada') })
  await signIn(page, ada.email)
  await row(`update "Session" set "provedAt" = now() - interval '1 hour' where "userId" = $1 returning id`, [ada.id])
  await page.goto('/account/delete')
  const confirmation = page.getByLabel(`Type ${ada.email} to confirm`)
  await confirmation.fill(ada.email)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  const tab = page.waitForEvent('popup')
  await page.getByRole('link', { name: /^Confirm it in a new tab/ }).click()
  const proof = await tab
  await proof.getByLabel('Password', { exact: true }).fill(password)
  await proof.getByRole('button', { name: 'Confirm', exact: true }).click()
  await proof.waitForURL('**/account/delete')
  await proof.close()
  await expect(confirmation).toHaveValue(ada.email)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  expect(await rows(`select 1 from "User" where id = $1`, [ada.id])).toEqual([])
})
