import { generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findCaller } from '@/lib/auth/context'
import { env } from '@/lib/env'
import { asNobody } from '@/tests/support/as'
import { comeBack, links, press, traces } from './oauth-visit'

// These providers cannot be had on this machine: what they answer is written down here, as their documentation has it.

type Answers = Record<string, () => unknown>
let asked: string[] = []

function answers(given: Answers) {
  asked = []
  vi.stubGlobal('fetch', async (input: string | URL | Request) => {
    const url = input instanceof Request ? input.url : String(input)
    asked.push(url)
    const answer = given[url.split('?')[0] as string]
    if (!answer) throw new Error(`Nobody is at ${url}.`)
    return Response.json(await answer())
  })
}

const keys = { ID: 'the-application', SECRET: 'a-secret' }
beforeEach(() => {
  const named = ['GOOGLE', 'GITHUB', 'MICROSOFT'].flatMap((name) => [
    [`AUTH_${name}_ID`, keys.ID],
    [`AUTH_${name}_SECRET`, keys.SECRET],
  ])
  Object.assign(env, Object.fromEntries(named))
  asNobody()
})
afterEach(() => vi.unstubAllGlobals())

const redirectUri = (path: string) => `${env.APP_URL}/api/auth/callback/${path}`
const back = (away: string, path: string) =>
  comeBack(
    `${redirectUri(path)}?code=x&state=${encodeURIComponent(new URL(away).searchParams.get('state') ?? '')}`,
    path,
  )

async function idToken(claims: Record<string, unknown>) {
  const { privateKey } = await generateKeyPair('RS256')
  const now = Math.floor(Date.now() / 1000)
  const signed = new SignJWT({ aud: keys.ID, iat: now, exp: now + 300, ...claims })
  return signed.setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
})

describe('GitHub', () => {
  const github = (
    emails: unknown,
    user: object = { id: 583231, login: 'octocat', name: null, email: 'public@people.test' },
  ) =>
    answers({
      'https://github.com/login/oauth/access_token': () => ({
        access_token: 't',
        token_type: 'bearer',
        scope: 'user:email',
      }),
      'https://api.github.com/user': () => user,
      'https://api.github.com/user/emails': () => emails,
    })

  test('only the address that is primary and verified counts, never the one on the profile', async () => {
    github([
      { email: 'old@people.test', primary: false, verified: true },
      { email: 'octocat@people.test', primary: true, verified: true },
    ])
    const away = await press({ provider: 'github' })
    expect(away).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/)
    expect(new URL(away).searchParams.get('redirect_uri')).toBe(redirectUri('github'))
    expect(new URL(away).searchParams.get('code_challenge_method')).toBe('S256')
    expect(await back(away, 'github')).toBe('/new')
    expect((await findCaller(null))?.user).toMatchObject({ email: 'octocat@people.test', name: 'octocat' })
    expect(await links()).toEqual([
      { email: 'octocat@people.test', issuer: 'https://github.com/login/oauth', subject: '583231' },
    ])
  })

  test('without one nobody gets in', async () => {
    for (const emails of [
      [],
      [{ email: 'a@people.test', primary: true, verified: false }],
      [{ email: 'a@people.test', primary: false, verified: true }],
    ]) {
      github(emails, { id: 7, login: 'seven', email: 'a@people.test' })
      expect(await back(await press({ provider: 'github' }), 'github')).toBe('/sign-in?problem=no-address')
    }
    github({ message: 'Bad credentials' })
    expect(await back(await press({ provider: 'github' }), 'github')).toBe('/sign-in?problem=unavailable')
  })
})

describe('Microsoft', () => {
  const host = 'https://login.microsoftonline.com'
  const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad'

  async function microsoft(claims: Record<string, unknown>) {
    let nonce = ''
    answers({
      [`${host}/common/v2.0/.well-known/openid-configuration`]: () => ({
        ...discovery(`${host}/common/v2.0`),
        issuer: `${host}/{tenantid}/v2.0`,
      }),
      [`${host}/${tenant}/v2.0/.well-known/openid-configuration`]: () => discovery(`${host}/${tenant}/v2.0`),
      [`${host}/common/v2.0/token`]: async () => ({
        access_token: 't',
        token_type: 'Bearer',
        id_token: await idToken({ nonce, ...claims }),
      }),
    })
    const away = await press({ provider: 'microsoft' })
    nonce = new URL(away).searchParams.get('nonce') as string
    return away
  }

  test('the tenant is part of who somebody is, and an address that is only said is proved by mail', async () => {
    const claims = { iss: `${host}/${tenant}/v2.0`, tid: tenant, sub: 's', email: 'grace@people.test', name: 'Grace' }
    const away = await microsoft(claims)
    expect(new URL(away).searchParams.get('redirect_uri')).toBe(redirectUri('microsoft-entra-id'))
    expect(await back(away, 'microsoft-entra-id')).toBe('/verify-email?sent')

    expect(
      await back(await microsoft({ ...claims, email_verified: true, email: 'g@people.test' }), 'microsoft-entra-id'),
    ).toBe('/new')
    expect((await links()).at(0)).toEqual({ email: 'g@people.test', issuer: claims.iss, subject: 's' })
    expect((await findCaller(null))?.session.method).toBe('oauth:microsoft')
    expect(asked.filter((url) => url.includes('graph.microsoft.com'))).toEqual([]) // no picture is fetched
  })

  test('a token of another tenant than it says is refused', async () => {
    const away = await microsoft({ iss: `${host}/another/v2.0`, tid: tenant, sub: 's', email: 'eve@people.test' })
    expect(await back(away, 'microsoft-entra-id')).toBe('/sign-in?problem=unfinished')
  })
})

describe('Google', () => {
  const issuer = 'https://accounts.google.com'
  const lin = { iss: issuer, sub: 'g', email: 'lin@people.test', email_verified: true, name: 'Lin' }

  /** Somebody comes back with this ID token, made for their nonce. */
  async function visitWith(make: (nonce: string) => Promise<string> | string) {
    let nonce = ''
    answers({
      [`${issuer}/.well-known/openid-configuration`]: () => discovery(issuer),
      [`${issuer}/token`]: async () => ({ access_token: 't', token_type: 'Bearer', id_token: await make(nonce) }),
    })
    const away = await press({ provider: 'google' })
    nonce = new URL(away).searchParams.get('nonce') as string
    return back(away, 'google')
  }

  test('what the ID token says is enough', async () => {
    expect(await visitWith((nonce) => idToken({ ...lin, nonce }))).toBe('/new')
    expect((await links()).find(({ subject }) => subject === 'g')).toEqual({
      email: 'lin@people.test',
      issuer,
      subject: 'g',
    })
  })

  const hour = 3600
  const now = () => Math.floor(Date.now() / 1000)
  const unsigned = (claims: object) =>
    `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
  const current = () => ({ aud: keys.ID, iat: now(), exp: now() + hour })

  test.each<[string, (nonce: string) => Promise<string> | string]>([
    ['is of another issuer', (nonce) => idToken({ ...lin, nonce, iss: 'https://evil.test' })],
    ['is for another application', (nonce) => idToken({ ...lin, nonce, aud: 'another' })],
    [
      'is for several, and was asked for by another',
      (nonce) => idToken({ ...lin, nonce, aud: [keys.ID, 'x'], azp: 'x' }),
    ],
    ['is over', (nonce) => idToken({ ...lin, nonce, iat: now() - 2 * hour, exp: now() - hour })],
    ['is not valid yet', (nonce) => idToken({ ...lin, nonce, nbf: now() + hour })],
    ['says no subject', (nonce) => idToken({ ...lin, nonce, sub: undefined })],
    ['says a subject that is no text', (nonce) => idToken({ ...lin, nonce, sub: { id: 'g' } })],
    ['has no nonce', () => idToken(lin)],
    ['is not signed at all', (nonce) => unsigned({ ...lin, ...current(), nonce })],
    ['is no token', () => 'x.y.z'],
    ['is missing', () => ''],
  ])('an ID token that %s signs nobody in', async (_, make) => {
    const before = await traces()
    expect(await visitWith(make)).toMatch(/^\/sign-in\?problem=(unfinished|unavailable)$/)
    expect(await traces()).toEqual(before)
  })
})
