import { chromium } from '@playwright/test'
import { afterEach, expect, test, vi } from 'vitest'
import { findBrowser } from '@/tests/support/browser'

afterEach(() => vi.unstubAllEnvs())

test('a browser starts on this machine', { timeout: 60_000 }, async () => {
  const browser = await chromium.launch(await findBrowser())
  const page = await browser.newPage()
  await page.goto('data:text/html,<h1>It starts</h1>')
  expect(await page.getByRole('heading').textContent()).toBe('It starts')
  await browser.close()
})

test('a named browser that is not there is an error that says what to set', async () => {
  vi.stubEnv('PLAYWRIGHT_CHROMIUM_PATH', '/nowhere/chromium')
  await expect(findBrowser()).rejects.toThrow('PLAYWRIGHT_CHROMIUM_PATH names /nowhere/chromium, which is not there.')
})
