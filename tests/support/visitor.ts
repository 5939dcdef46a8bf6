import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import { environment } from './environment'

type Cookie = { name: string; value: string; [option: string]: unknown }

/** Stands for one browser: its cookies, its address, and what it says of itself. */
export type Visitor = { cookies: Map<string, Cookie>; address: string; headers: Headers }

const key = Symbol.for('atrium.tests.visitor') // outlives vi.resetModules()
type Shared = { [key]?: { now: Visitor; inside: AsyncLocalStorage<Visitor> } }

/** A browser that nobody has used yet. */
export function newVisitor(headers: Record<string, string> = {}): Visitor {
  const address = newAddress()
  return {
    cookies: new Map(),
    address,
    headers: new Headers({
      host: new URL(environment.APP_URL).host,
      origin: environment.APP_URL,
      'sec-fetch-site': 'same-origin',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
      'x-forwarded-for': address,
      ...headers,
    }),
  }
}

/** Every person has an address of their own, as limits count by address. From the range that is reserved for tests [RFC 2544]. */
export function newAddress() {
  return `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`
}

/** The browser whose request this is. */
export function visitor() {
  const { now, inside } = shared()
  return inside.getStore() ?? now
}

export function becomes(next: Visitor) {
  shared().now = next
}

/** For requests side by side: everything that `run` starts belongs to that browser. */
export function inside<T>(next: Visitor, run: () => T) {
  return shared().inside.run(next, run)
}

function shared() {
  const place = globalThis as Shared
  place[key] ??= { now: newVisitor(), inside: new AsyncLocalStorage() }
  return place[key]
}
