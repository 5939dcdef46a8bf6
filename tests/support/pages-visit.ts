import type { Browser, Page } from '@playwright/test'
import { Mailbox } from './mailbox'
import type { World } from './pages-world'
import { password } from './people'
import type { Scene, Who } from './scenes/scene'
import { newAddress } from './visitor'

export const widths = [1280, 320] as const
export const themes = ['light', 'dark'] as const
const heights = { 1280: 800, 320: 640 }

const demo = { owner: 'owner@acme.test', viewer: 'viewer@acme.test', admin: 'admin@acme.test' } as const

/** Browsers in which everybody is signed in once; every page is looked at in a fresh tab of a fresh browser. */
export function createCast(browser: Browser, baseURL: string, world: World) {
  const arrivals = new Map<Who, Promise<{ cookies: Cookies; origins: never[] }>>()
  const options = { baseURL, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' as const }

  async function enter(who: Who) {
    const context = await browser.newContext({ ...options, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
    const page = await context.newPage()
    const email =
      who in demo ? demo[who as keyof typeof demo] : everybody(world)[who as keyof ReturnType<typeof everybody>]
    await page.goto('/sign-in')
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    const cookies = await context.cookies()
    await context.close()
    return { cookies, origins: [] as never[] }
  }

  return async function stage(who: Who | undefined): Promise<Page> {
    if (who && !arrivals.has(who)) arrivals.set(who, enter(who))
    const context = await browser.newContext({
      ...options,
      extraHTTPHeaders: { 'x-forwarded-for': newAddress() },
      ...(who && { storageState: await arrivals.get(who) }),
    })
    return context.newPage()
  }
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>

const everybody = ({ people, ines, dora }: World) => ({
  olive: people.olive.email,
  nora: people.nora.email,
  ivy: people.ivy.email,
  una: people.una.email,
  tess: people.tess.email,
  ines: ines.email,
  dora: dora.email,
})

/** Goes there and does what the scene says. Gives the status of the page. */
export async function perform(page: Page, scene: Scene, world: World) {
  await look(page, scene.widths?.[0] ?? 1280, 'light')
  const given = { page, world, mailbox: new Mailbox(page.request) }
  const path = typeof scene.path === 'string' ? scene.path : await scene.path(given)
  const response = await page.goto(path)
  await scene.act?.(given)
  await page.mouse.move(0, 0) // nothing is hovered
  return response?.status()
}

export async function look(page: Page, width: (typeof widths)[number], theme: (typeof themes)[number]) {
  await page.emulateMedia({ colorScheme: theme })
  await page.setViewportSize({ width, height: heights[width] })
}
