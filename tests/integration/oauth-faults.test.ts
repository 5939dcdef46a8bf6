import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { asNobody } from '@/tests/support/as'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { comeBack, press, traces, visit } from './oauth-visit'

vi.mock('@/lib/parameters', async (original) => ({
  ...(await original<typeof import('@/lib/parameters')>()),
  FETCH_PATIENCE: 400, // instead of 10 s
}))

const unavailable = '/sign-in?problem=unavailable'
const ada = { sub: 'ada', email: 'ada@people.test', email_verified: true }

let provider: OidcProvider
let stub: http.Server
let behave: RequestListener
beforeAll(async () => {
  provider = await startOidcProvider(`${env.APP_URL}/api/auth/callback/oidc`)
  stub = http.createServer((request, response) => behave(request, response)).listen(0, '127.0.0.1')
  await once(stub, 'listening')
})
afterAll(async () => {
  stub.closeAllConnections()
  stub.close()
  await provider.stop()
})

const stubIssuer = () => `http://127.0.0.1:${(stub.address() as AddressInfo).port}`
const answer =
  (status: number, body: string, type = 'application/json'): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body)

/** Each way in which a server is not a provider. */
const faults: [string, RequestListener, string?][] = [
  ['never answers', () => {}],
  [
    'begins an answer and stops',
    (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
  ],
  ['hangs up', (request) => request.socket.destroy()],
  ['answers with a page', answer(200, '<h1>Maintenance</h1>', 'text/html')],
  ['answers 503', answer(503, '<h1>Down</h1>', 'text/html')],
  ['answers something that is not JSON', answer(200, '{"issuer":')],
  ['answers JSON that means nothing', answer(200, '[]'), '/sign-in?problem=unfinished'],
  ['answers a redirect', (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
]

describe('when the browser should leave', () => {
  test.each(faults)('a provider that %s is explained on the sign-in page', async (_, listener) => {
    behave = listener
    Object.assign(env, { ...provider.settings, AUTH_OIDC_ISSUER: stubIssuer() })
    const browser = asNobody()
    expect(await press()).toBe(unavailable)
    expect([...browser.cookies.keys()]).toEqual([])
  })

  test('a provider that is not there is explained on the sign-in page', async () => {
    Object.assign(env, { ...provider.settings, AUTH_OIDC_ISSUER: 'http://127.0.0.1:9' })
    asNobody()
    expect(await press({ next: '/account' })).toBe(`${unavailable}&next=%2Faccount`)
  })

  test('a provider that names another issuer than the configured one is not believed', async () => {
    behave = answer(
      200,
      JSON.stringify({ issuer: 'https://accounts.google.com', authorization_endpoint: 'https://evil.test' }),
    )
    Object.assign(env, { ...provider.settings, AUTH_OIDC_ISSUER: stubIssuer() })
    asNobody()
    expect(await press()).toBe(unavailable)
  })
})

/** Where we ask, once the browser is back. */
const places: [string, string][] = [
  ['its description', '/.well-known/openid-configuration'],
  ['the tokens', '/token'],
  ['the person', '/me'],
]

/** Somebody else answers at this place of the provider, until `work` is done. */
async function diverted<T>(place: string, work: () => Promise<T>) {
  const patient = globalThis.fetch
  vi.stubGlobal('fetch', (url: string | URL, init?: RequestInit) =>
    patient(String(url).replace(provider.issuer + place, stubIssuer() + place), init),
  )
  try {
    return await work()
  } finally {
    vi.unstubAllGlobals()
  }
}

describe.each(places)('when the browser is back, and we ask for %s', (_, place) => {
  test.each(faults)(
    'a provider that %s is explained on the sign-in page',
    async (_, listener, problem = unavailable) => {
      Object.assign(env, provider.settings)
      asNobody()
      const before = await traces()
      const back = await provider.answer(await press(), ada)
      behave = listener
      expect(await diverted(place, () => comeBack(back))).toBe(problem)
      expect(await traces()).toEqual(before)
    },
  )
})

describe('when the browser is back', () => {
  test.each([
    ['somebody else than the ID token', { ...ada, sub: 'grace' }, 'unavailable'],
    ['nobody', { ...ada, sub: undefined }],
    ['a number', { ...ada, sub: 7 }],
    ['a person whose address is no text', { ...ada, email: { address: 'ada@people.test' } }, 'no-address'],
    ['an address without an end', { ...ada, email: `${'a'.repeat(100_000)}@people.test` }, 'no-address'],
    ['two addresses in one', { ...ada, email: 'ada@people.test,eve@people.test' }, 'no-address'],
  ])('a provider that describes %s signs nobody in', async (_, claims, problem = 'unfinished') => {
    Object.assign(env, provider.settings)
    asNobody()
    const before = await traces()
    const back = await provider.answer(await press(), ada)
    behave = answer(200, JSON.stringify(claims))
    expect(await diverted('/me', () => comeBack(back))).toBe(`/sign-in?problem=${problem}`)
    expect(await traces()).toEqual(before)
  })

  test.each([
    ['what the database refuses', 'ada\u0000'],
    ['what no index holds', 'a'.repeat(9_000)],
  ])('a provider that calls somebody %s signs nobody in', async (_, sub) => {
    Object.assign(env, provider.settings)
    asNobody()
    const before = await traces()
    expect(await visit(provider, { ...ada, sub })).toBe(unavailable)
    expect(await traces()).toEqual(before)
  })

  test('a provider that does not know our secret any more does not sign anybody in', async () => {
    Object.assign(env, provider.settings)
    asNobody()
    const before = await traces()
    const back = await provider.answer(await press(), ada)
    Object.assign(env, { AUTH_OIDC_SECRET: 'it was changed' })
    expect(await comeBack(back)).toBe(unavailable)
    expect(await traces()).toEqual(before)
  })
})

test('a provider elsewhere is asked over https only', async () => {
  const { fetchPatiently } = await import('@/lib/auth/oauth/fetch-patiently')
  await expect(fetchPatiently('http://provider.test/token')).rejects.toThrow('https')
})
