import { randomBytes } from 'node:crypto'
import { type BrowserContext, test as base, type Page } from '@playwright/test'
import { Mailbox } from './mailbox'
import { password } from './people'
import { newAddress } from './visitor'

export { expect } from '@playwright/test'

/** Somebody at a browser of their own, from an address of their own. They have no account until they, or a test, make one. */
export type Somebody = { name: string; email: string; password: string; page: Page; context: BrowserContext }

type Fixtures = {
  /** What the application mailed. */
  mailbox: Mailbox
  /** Another person, with another browser. */
  somebody: (name: string) => Promise<Somebody>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are needed from this pattern.
  extraHTTPHeaders: async ({}, use) => {
    await use({ 'x-forwarded-for': newAddress() })
  },
  mailbox: async ({ request }, use) => {
    await use(new Mailbox(request))
  },
  somebody: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name) => {
      const context = await browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
      contexts.push(context)
      return { name, email: newEmail(name), password, context, page: await context.newPage() }
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
})

/** An address that no other test uses. */
export function newEmail(name: string) {
  return `${name.toLowerCase()}.${randomBytes(4).toString('hex')}@people.test`
}

/** Signs in with a password, as a person would, and waits for the page that they land on. */
export async function signIn(page: Page, email: string, secret: string = password) {
  await page.goto('/sign-in')
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}
