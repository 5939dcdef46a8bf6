import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllEnvs())

const readEnv = async () => (await import('@/lib/env')).env

test('a malformed variable is named, with the place to correct it', async () => {
  vi.stubEnv('PORT', 'soon')
  await expect(readEnv()).rejects.toThrow('PORT is a port number. Correct it in .env.local.')
})

test('an address with a path is no APP_URL', async () => {
  vi.stubEnv('APP_URL', 'https://app.example.com/atrium')
  await expect(readEnv()).rejects.toThrow('APP_URL has no path')
})

test('a missing secret is an error for the one who reads it, and not before', async () => {
  vi.stubEnv('AUTH_SECRET', undefined)
  const env = await readEnv()
  expect(() => env.AUTH_SECRET).toThrow('AUTH_SECRET is missing: set it in .env.local')
})

test('no address given: the port decides it in development', async () => {
  vi.stubEnv('APP_URL', undefined)
  vi.stubEnv('PORT', '3123')
  expect((await readEnv()).APP_URL).toBe('http://localhost:3123')
})
