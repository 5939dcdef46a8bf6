import { breakable } from '@/tests/support/breakable'
import { expect, signIn, test } from '@/tests/support/e2e'
import { anotherInstance, served } from '@/tests/support/server'
import { newAddress } from '@/tests/support/visitor'

test('the database goes away and comes back: nobody is signed out, nothing typed is lost, and every answer says so', async ({
  browser,
}) => {
  const database = await breakable(served.DATABASE_URL ?? '')
  const { base, stop } = await anotherInstance({ DATABASE_URL: database.url, WORKER: 'in-process' })
  const context = await browser.newContext({ baseURL: base, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
  try {
    const page = await context.newPage()
    await signIn(page, 'member@acme.test')
    await page.goto(`${base}/o/acme/projects`)
    await page.getByRole('button', { name: 'New project' }).click()
    await page.getByLabel('Name').fill('Written while it was up')

    database.cut()
    await page.getByRole('button', { name: 'Create project' }).click()
    await expect(page.getByText('We cannot reach our database right now')).toBeVisible()
    await expect(page.getByLabel('Name')).toHaveValue('Written while it was up')

    const seen = await page.goto(`${base}/o/acme/projects`)
    expect(seen?.status()).toBe(503)
    await expect(page.getByRole('alert').filter({ hasText: 'database' })).toContainText('equest')
    expect(page.url()).toBe(`${base}/o/acme/projects`)
    expect((await page.goto(`${base}/account`))?.status()).toBe(503)
    expect((await page.goto(`${base}/sign-in`))?.status()).toBe(200)
    const json = await page.request.get(`${base}/api/o/acme/projects`)
    expect([json.status(), json.headers()['content-type'], json.headers()['retry-after']]).toEqual([
      503,
      'application/problem+json',
      '5',
    ])
    expect((await page.request.get(`${base}/api/health/live`)).status()).toBe(200)
    expect((await page.request.get(`${base}/api/health/ready`)).status()).toBe(503)

    database.mend()
    await expect(async () => expect((await page.request.get(`${base}/api/health/ready`)).status()).toBe(200)).toPass({
      timeout: 10_000,
    })
    expect((await page.goto(`${base}/o/acme/projects`))?.status()).toBe(200)
    await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible()
  } finally {
    await context.close()
    await stop()
    await database.close()
  }
})
