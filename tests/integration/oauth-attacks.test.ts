import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { continueWithProvider } from '@/app/(auth)/social-actions'
import { GET } from '@/app/api/auth/callback/[provider]/route'
import { env } from '@/lib/env'
import { asNobody } from '@/tests/support/as'
import { form } from '@/tests/support/form'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { becomes, newVisitor } from '@/tests/support/visitor'
import { comeBack, press, traces, visit } from './oauth-visit'

const redirectUri = `${env.APP_URL}/api/auth/callback/oidc`
const ada = { sub: 'ada', email: 'ada@people.test', email_verified: true }
const unfinished = '/sign-in?problem=unfinished'

let provider: OidcProvider
let other: OidcProvider
let before: Awaited<ReturnType<typeof traces>>
beforeAll(async () => {
  provider = await startOidcProvider(redirectUri)
  other = await startOidcProvider(redirectUri)
  Object.assign(env, provider.settings)
})
afterAll(() => Promise.all([provider.stop(), other.stop()]))
beforeEach(async () => {
  before = await traces()
  provider.requests.length = 0
  provider.refusals.length = 0
})

const asksForTokens = () => provider.requests.filter((path) => path === '/token').length
const changed = (url: string, changes: Record<string, string | null>) => {
  const given = new URL(url)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) given.searchParams.delete(name)
    else given.searchParams.set(name, value)
  }
  return given.href
}

describe('what comes back from the provider', () => {
  test('works once: the same address again signs nobody in', async () => {
    const browser = asNobody()
    const back = await provider.answer(await press(), { ...ada, sub: 'once', email: 'once@people.test' })
    const kept = new Map(browser.cookies)
    expect(await comeBack(back)).toBe('/new')
    const after = await traces()
    expect(await comeBack(back)).toBe(unfinished)

    const copy = newVisitor() // with every cookie that was there before, the provider says no
    copy.cookies = kept
    asNobody(copy)
    expect(await comeBack(back)).toBe(unfinished)
    expect(await traces()).toEqual(after)
  })

  test('is worth nothing in another browser, with or without an attempt of its own', async () => {
    asNobody()
    const back = await provider.answer(await press(), ada)
    asNobody()
    expect(await comeBack(back)).toBe(unfinished)
    await press()
    expect(await comeBack(back)).toBe(unfinished)
    expect(asksForTokens()).toBe(0)
    expect(await traces()).toEqual(before)
  })

  test('a stolen code under the own state is refused by PKCE', async () => {
    asNobody()
    const stolen = new URL(await provider.answer(await press(), ada)).searchParams.get('code')
    asNobody()
    const own = await provider.answer(await press(), { ...ada, sub: 'mallory', email: 'mallory@people.test' })
    expect(await comeBack(changed(own, { code: stolen }))).toBe(unfinished)
    expect(provider.refusals).toContain('400 /token')
    expect(await traces()).toEqual(before)
  })

  test('a state that is altered, missing, or from an attempt before this one is refused', async () => {
    asNobody()
    const first = await provider.answer(await press(), ada)
    const second = await provider.answer(await press(), ada)
    for (const url of [first, changed(second, { state: null }), changed(second, { state: 'x' }), redirectUri]) {
      expect(await comeBack(url)).toBe(unfinished)
    }
    expect(asksForTokens()).toBe(0)
    expect(await traces()).toEqual(before)
  })

  test('who is sent here by another site meanwhile can still finish', async () => {
    asNobody()
    const back = await provider.answer(await press(), { ...ada, sub: 'patient', email: 'patient@people.test' })
    expect(await comeBack(`${redirectUri}?code=x&state=y`)).toBe(unfinished)
    expect(await comeBack(back)).toBe('/new')
  })

  test('a mix-up: the answer of another issuer is refused before its code goes anywhere', async () => {
    asNobody()
    const own = await provider.answer(await press(), ada)
    expect(await comeBack(changed(own, { iss: other.issuer }))).toBe(unfinished)
    const next = await provider.answer(await press(), ada)
    expect(await comeBack(changed(next, { iss: null }))).toBe(unfinished)
    expect(asksForTokens()).toBe(0)

    const away = await press()
    const elsewhere = await other.answer(away.replace(provider.issuer, other.issuer), ada)
    expect(await comeBack(elsewhere)).toBe(unfinished)
    expect(asksForTokens()).toBe(0)
    expect(await traces()).toEqual(before)
  })

  test('a mix-up of two providers: what was asked of one is nothing at the other’s callback', async () => {
    Object.assign(env, { AUTH_GOOGLE_ID: 'x', AUTH_GOOGLE_SECRET: 'x' })
    asNobody()
    const back = await provider.answer(await press(), ada)
    expect(await comeBack(back, 'google')).toBe(unfinished)
    expect(await comeBack(changed(back, { iss: 'https://accounts.google.com' }), 'google')).toBe(unfinished)
    expect(asksForTokens()).toBe(0)
    expect(await traces()).toEqual(before)
    Object.assign(env, { AUTH_GOOGLE_ID: undefined, AUTH_GOOGLE_SECRET: undefined })
  })

  test('a state that was used is used up, also for a code that nobody has used', async () => {
    const browser = asNobody()
    const away = await press()
    const kept = new Map(browser.cookies)
    const [first, second] = [
      await provider.answer(away, { ...ada, sub: 'stated', email: 'stated@people.test' }),
      await provider.answer(away, ada),
    ]
    expect(await comeBack(first)).toBe('/new')
    const after = await traces()
    expect(await comeBack(second)).toBe(unfinished)
    expect(await traces()).toEqual(after)
    const { value: used } = kept.get('handshake-errand') ?? { value: '' }
    browser.cookies.set('handshake-errand', { name: 'handshake-errand', value: used }) // without the rest it is nothing
    expect(await comeBack(second)).toBe(unfinished)
    expect(await traces()).toEqual(after)
  })

  test('an ID token for another nonce is refused', async () => {
    asNobody()
    const away = await press()
    expect(new URL(away).searchParams.get('nonce')).toBeTruthy()
    expect(await comeBack(await provider.answer(changed(away, { nonce: 'another' }), ada))).toBe(unfinished)
    expect(asksForTokens()).toBe(1)
    expect(await traces()).toEqual(before)
  })

  test('words of a stranger are never repeated', async () => {
    asNobody()
    const state = new URL(await press()).searchParams.get('state') as string
    const hostile = {
      error: '<script>',
      error_description: 'Call 555 to fix "this"',
      error_uri: 'https://evil.test',
      state,
    }
    expect(await comeBack(`${redirectUri}?${new URLSearchParams(hostile)}`)).toBe(unfinished)
    await press()
    expect(await comeBack(`${redirectUri}?error=server_error&error=x&state[]=1&__proto__=1&code=%00`)).toBe(unfinished)
    expect(await comeBack(`${redirectUri}?callbackUrl=https://evil.test&code=x`)).toBe(unfinished)
  })

  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['an error that nobody knows', 'moon_phase'],
    ['half a megabyte', 'x'.repeat(500_000)],
    ['control characters', '\u0000\u001b[31m\r\nset-cookie: a=b'],
    ['the name of a prototype', '__proto__'],
    ['half a character', '\ud800'],
    ['nothing', ''],
  ])('under a state that fits, %s as its error is one of our own sentences', async (_, error) => {
    const browser = asNobody()
    const state = new URL(await press()).searchParams.get('state') as string
    const said = new URLSearchParams({ error, error_description: error, error_uri: error, iss: provider.issuer, state })
    expect(await comeBack(`${redirectUri}?${said}`)).toMatch(/^\/sign-in\?problem=(unfinished|unavailable)$/)
    expect([...browser.cookies.keys()]).toEqual([])
    expect(await traces()).toEqual(before)
  })

  test('an attempt is over after ten minutes', async () => {
    const browser = asNobody()
    const errand = () => browser.cookies.get('handshake-errand')
    const back = await provider.answer(await press(), ada)
    expect(errand()).toMatchObject({ maxAge: 600, httpOnly: true, sameSite: 'lax' })
    const now = Date.now
    Date.now = () => now() + 601_000
    try {
      expect(await comeBack(back)).toBe(unfinished)
    } finally {
      Date.now = now
    }
    expect(asksForTokens()).toBe(0)
    expect(await traces()).toEqual(before)
  })

  test('an altered errand is none', async () => {
    const browser = asNobody()
    const back = await provider.answer(await press(), ada)
    const errand = browser.cookies.get('handshake-errand')
    const sealed = errand?.value ?? ''
    const value = `${sealed.slice(0, -9)}${sealed.at(-9) === 'A' ? 'B' : 'A'}${sealed.slice(-8)}`
    browser.cookies.set('handshake-errand', { ...errand, name: 'handshake-errand', value })
    expect(await comeBack(back)).toBe(unfinished)
    expect(await traces()).toEqual(before)
  })
})

describe('where a browser is sent', () => {
  test('is decided by APP_URL, whatever a proxy or a stranger says of the host', async () => {
    const liar = newVisitor({
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.test',
      host: 'evil.test',
      referer: 'https://evil.test/',
    })
    becomes(liar)
    const away = new URL(await press())
    expect(away.origin).toBe(provider.issuer)
    expect(away.searchParams.get('redirect_uri')).toBe(redirectUri)
    expect(away.searchParams.get('code_challenge_method')).toBe('S256')
    const back = await provider.answer(away.href, { ...ada, sub: 'liar', email: 'liar@people.test' })
    const request = new NextRequest(back.replace(env.APP_URL, 'https://evil.test'))
    const response = await GET(request, { params: Promise.resolve({ provider: 'oidc' }) })
    expect(response.headers.get('location')).toBe(`${env.APP_URL}/new`)
  })

  test('is nowhere for a provider that is not configured or does not exist', async () => {
    asNobody()
    for (const provider of ['google', 'github', 'microsoft', 'credentials', '__proto__', '']) {
      expect(await continueWithProvider({}, form({ provider }))).toMatchObject({ message: 'There is nothing here.' })
      const response = await GET(new NextRequest(`${env.APP_URL}/api/auth/callback/x?code=1&state=2`), {
        params: Promise.resolve({ provider }),
      })
      expect(response.status).toBe(404)
    }
  })

  test('is nowhere when AUTH_METHODS leaves the provider out', async () => {
    asNobody()
    Object.assign(env, { AUTH_METHODS: 'password, google' })
    expect(await continueWithProvider({}, form({ provider: 'oidc' }))).toMatchObject({
      message: 'There is nothing here.',
    })
    Object.assign(env, { AUTH_METHODS: 'password, oidc' })
    expect(await press()).toContain(provider.issuer)
    Object.assign(env, { AUTH_METHODS: undefined })
  })
})

test('one address may come back three hundred times a minute', async () => {
  asNobody()
  for (let count = 0; count < 300; count++) expect(await comeBack(redirectUri)).toBe(unfinished)
  expect(await comeBack(redirectUri)).toBe('/sign-in?problem=too-many')
  expect(await continueWithProvider({}, form({ provider: 'oidc' }))).toMatchObject({
    message: expect.stringContaining('Too many tries.'),
  })
})

test('a person who was signed in as somebody else is the new one, and the session before is over', async () => {
  asNobody()
  await visit(provider, { ...ada, sub: 'first', email: 'first@people.test' })
  const { sessions } = (await traces()) as { sessions: number }
  await visit(provider, { ...ada, sub: 'second', email: 'second@people.test' })
  expect((await traces())?.sessions).toBe(sessions)
})
