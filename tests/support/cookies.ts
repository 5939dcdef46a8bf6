import type { Visitor } from './visitor'

type Options = { maxAge?: number; expires?: number | Date; [option: string]: unknown }
type Named = Options & { name: string; value: string }

/** What `cookies()` gives inside an action, over a browser's jar: a cookie that has expired is gone. */
export function cookieStore(jar: Visitor['cookies']) {
  const store = {
    get: (name: string) => jar.get(name),
    getAll: (name?: string) => [...jar.values()].filter((cookie) => !name || cookie.name === name),
    has: (name: string) => jar.has(name),
    get size() {
      return jar.size
    },
    set(first: string | Named, value?: string, options: Options = {}) {
      const cookie = typeof first === 'string' ? { ...options, name: first, value: value ?? '' } : first
      const ended = cookie.maxAge === 0 || (cookie.expires !== undefined && new Date(cookie.expires) <= new Date())
      if (ended) jar.delete(cookie.name)
      else jar.set(cookie.name, cookie)
      return store
    },
    delete(first: string | { name: string }) {
      jar.delete(typeof first === 'string' ? first : first.name)
      return store
    },
    toString: () => [...jar.values()].map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '),
  }
  return store
}
