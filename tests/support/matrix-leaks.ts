import { expect } from '@playwright/test'
import type { Cast } from './matrix-cast'
import type { Answer } from './matrix-client'

/** Not a byte of the organization in the whole answer: no name, no address, no id. What the asker wrote may come back. */
export function expectNothingOf({ secrets }: Cast, { status, headers, text }: Answer, what: string, asked = '') {
  const said = `${JSON.stringify(headers)}\n${text}`
  const leaked = secrets.filter((secret) => said.includes(secret) && !asked.includes(secret))
  expect(
    leaked,
    `${what} (${status}) → the gate stands before everything that is shown; a layout or generateMetadata must not read more.`,
  ).toEqual([])
}
