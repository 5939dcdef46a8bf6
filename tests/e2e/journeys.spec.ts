import { expect, signIn, test } from '@/tests/support/e2e'

test('two tabs in two organizations: what is made in one never lands in the other', async ({ somebody }) => {
  const { context, page: acme } = await somebody('Olivia')
  await signIn(acme, 'owner@acme.test')
  const globex = await context.newPage()
  await acme.goto('/o/acme/projects')
  await globex.goto('/o/globex/projects')
  await expect(globex.getByRole('button', { name: 'New project' })).toHaveCount(0) // a viewer there

  const name = `Made in the first tab ${Date.now()}`
  await acme.getByRole('button', { name: 'New project' }).click()
  await acme.getByLabel('Name').fill(name)
  await acme.getByRole('button', { name: 'Create project' }).click()
  await acme.waitForURL(/\/o\/acme\/projects\/[\w-]{36}$/)
  await expect(acme.getByRole('heading', { name })).toBeVisible()

  await globex.reload()
  await expect(globex.getByText(name)).toHaveCount(0)
  const path = new URL(acme.url()).pathname.replace('/o/acme/', '/o/globex/')
  expect((await globex.goto(path))?.status()).toBe(404)
})

test('two people in one browser: after the first signed out, nothing of theirs is left for the second', async ({
  somebody,
}) => {
  const { context, page } = await somebody('Shared')
  await signIn(page, 'admin@acme.test')
  await page.goto('/o/acme/audit-log')
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
  const forgotten = await context.newPage()
  await forgotten.goto('/o/acme/settings')

  await page.bringToFront()
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await page.goBack()
  await page.waitForURL(/\/sign-in/)
  await expect(page.getByText('Audit log')).toHaveCount(0)

  // the tab that was left open notices as soon as it is looked at
  await forgotten.bringToFront()
  await forgotten.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await forgotten.waitForURL(/\/sign-in\?next=%2Fo%2Facme%2Fsettings/)

  await signIn(page, 'viewer@acme.test')
  await page.goto('/o/acme')
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText('viewer@acme.test')
  expect((await page.goto('/o/acme/audit-log'))?.status()).toBe(403)
})

test('a tab in which somebody else is signed in by now shows who that is', async ({ somebody }) => {
  const { context, page } = await somebody('Swapped')
  await signIn(page, 'admin@acme.test')
  await page.goto('/o/acme')
  const other = await context.newPage()
  await context.clearCookies({ name: 'session' })
  await signIn(other, 'viewer@acme.test')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(page.getByRole('button', { name: 'Account menu' })).toContainText('viewer@acme.test')
})
