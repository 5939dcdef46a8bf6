import { vi } from 'vitest'
import { cookieStore } from './cookies'
import { visitor } from './visitor'

// Stands in for what Next gives to a request that it runs: cookies, headers, and work after the answer. Everything else,
// redirects included, is Next's own.

vi.mock('next/headers', () => ({
  headers: async () => new Headers(visitor().headers),
  cookies: async () => cookieStore(visitor().cookies),
  draftMode: async () => ({ isEnabled: false }),
}))

vi.mock('next/server', async (original) => ({
  ...(await original<typeof import('next/server')>()),
  connection: async () => {},
  after: (work: Promise<unknown> | (() => unknown)) => {
    void Promise.resolve().then(() => (typeof work === 'function' ? work() : work))
  },
}))

vi.mock('next/cache', async (original) => ({
  ...(await original<typeof import('next/cache')>()),
  revalidatePath: vi.fn(),
  revalidateTag: vi.fn(),
  updateTag: vi.fn(),
  refresh: vi.fn(),
}))
