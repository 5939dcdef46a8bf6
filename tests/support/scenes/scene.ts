import type { Page } from '@playwright/test'
import type { Mailbox } from '../mailbox'
import type { World } from '../pages-world'

/** Olive owns a new organization and a deleted one; Nora is in none; Ivy is invited; Una's address is not verified. */
export type Who = 'owner' | 'admin' | 'viewer' | 'olive' | 'nora' | 'ivy' | 'una' | 'ines' | 'tess' | 'dora'

export type Given = { page: Page; world: World; mailbox: Mailbox }

export type Scene = {
  /** Of its picture: docs/screenshots/<name>-1280-dark.png. */
  name: string
  /** The page.tsx that it shows, without `app/` and groups: `/o/[slug]/members`. */
  route: string
  /** Nobody is signed in without it. */
  as?: Who
  path: string | ((given: Given) => string | Promise<string>)
  status?: number
  /** What a person does before the picture is taken. */
  act?: (given: Given) => Promise<unknown>
  /** Where it exists at one width only. */
  widths?: readonly (1280 | 320)[]
}

// What people do, in the words of the scenes.

export const click = (name: string) => async (page: Page) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click()
export const fill = (label: string | RegExp, value: string) => async (page: Page) =>
  page.getByLabel(label, { exact: true }).fill(value)
export const steps =
  (...all: ((page: Page) => Promise<unknown>)[]) =>
  async ({ page }: Given) => {
    for (const step of all) await step(page)
  }
export const heading = (name: string) => async (page: Page) => page.getByRole('heading', { name }).waitFor()
export const alert = async (page: Page) => page.getByRole('main').getByRole('alert').first().waitFor()
/** A button opens it, or a link where it has an address. */
export const dialog = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click()
  await page.getByRole('dialog').waitFor()
}
export const unknown = 'x'.repeat(43)
