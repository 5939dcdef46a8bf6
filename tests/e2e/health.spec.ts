import { expect, test } from '@/tests/support/e2e'

test('the application is ready, and its first page opens in a browser without an error', async ({ page, request }) => {
  expect((await request.get('/api/health/ready')).status()).toBe(200)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(errors).toEqual([])
})
