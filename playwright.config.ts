import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from './tests/support/browser'

const { userAgent: _, ...desktop } = devices['Desktop Chrome'] // the installed Chromium says its own version

// The server is not started here: `npm run test:e2e` builds and starts everything and sets BASE_URL.
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/e2e',
  workers: 2,
  fullyParallel: true,
  retries: 0, // a test that passes the second time has found something
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...desktop,
    baseURL: process.env.BASE_URL,
    launchOptions: await findBrowser(),
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desktop', testMatch: 'e2e/**/*.spec.ts', testIgnore: '**/*.no-js.spec.ts' },
    { name: 'no-js', testMatch: 'e2e/**/*.no-js.spec.ts', use: { javaScriptEnabled: false } },
    { name: 'attack', testMatch: 'attack/**/*.spec.ts' },
  ],
})
