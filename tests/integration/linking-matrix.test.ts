import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import { verifyEmail } from '@/app/(auth)/verify-email/actions'
import { findCaller } from '@/lib/auth/context'
import { changeUser } from '@/lib/auth/operator'
import { env } from '@/lib/env'
import { asNobody } from '@/tests/support/as'
import { Authenticator } from '@/tests/support/authenticator'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { outcome } from '@/tests/support/outcome'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { askForLink, askToSignUp, goodPassword, hasSessionCookie, trySignIn } from './auth-journeys'
import { type Come, come, type Made, made, matrix } from './linking-matrix'
import { comeBack, press } from './oauth-visit'
import { signInWithPasskey, signUpWithPasskey } from './passkey-visit'

// Every way to make an account meets every way to come with its address. Each cell walks both, and looks at the rows.

const google = 'https://accounts.google.com'
const redirectUri = (id: string) => `${env.APP_URL}/api/auth/callback/${id}`
let example: OidcProvider
let standIn: OidcProvider

beforeAll(async () => {
  example = await startOidcProvider(redirectUri('oidc'))
  // A certified provider under Google's issuer, which says everything in the ID token, as Google does.
  const stands = { for: google, configuration: { conformIdTokenClaims: false } }
  standIn = await startOidcProvider(redirectUri('google'), { stands })
  const { AUTH_OIDC_ID, AUTH_OIDC_SECRET } = standIn.settings
  Object.assign(env, example.settings, { AUTH_GOOGLE_ID: AUTH_OIDC_ID, AUTH_GOOGLE_SECRET: AUTH_OIDC_SECRET })
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (url: string | URL | Request, init?: RequestInit) =>
    real(
      url instanceof Request ? url : String(url).replace(`${google}/.well-known`, `${standIn.origin}/.well-known`),
      init,
    ),
  )
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await Promise.all([example.stop(), standIn.stop()])
})

const strangersPassword = 'mallory was here first'

async function visitWith(id: 'google' | 'oidc', email: string, email_verified: boolean) {
  const claims = { sub: email, email, email_verified, name: 'Ada' }
  return {
    redirectTo: await comeBack(
      await (id === 'google' ? standIn : example).answer(await press({ provider: id }), claims),
      id,
    ),
  }
}

const openMail = async (email: string) =>
  outcome(async () => verifyEmail({}, form({ token: (await newestMail(email, 'verify-email')).token })))

/** The passkey of this browser's person: the account's own, or one that nobody here knows. */
let authenticator: Authenticator

const make: Record<Made, (email: string) => Promise<unknown>> = {
  'a password': async (email) => {
    await askToSignUp(email)
    return openMail(email)
  },
  'a password, address not proved yet': (email) => askToSignUp(email, { password: strangersPassword }),
  'the operator, who verified it': async (email) => {
    await askToSignUp(email, { password: strangersPassword })
    return changeUser('verify', email)
  },
  'a passkey': async (email) => {
    await signUpWithPasskey(email, authenticator)
    return openMail(email)
  },
  Google: (email) => visitWith('google', email, true),
  'a provider that checks addresses': (email) => visitWith('oidc', email, true),
  'a provider that does not': async (email) => {
    await visitWith('oidc', email, false)
    return openMail(email)
  },
}

const arrive: Record<Come, (email: string) => Promise<object>> = {
  password: (email) => trySignIn(email, goodPassword),
  passkey: () => signInWithPasskey(authenticator),
  'sign-up': (email) => askToSignUp(email),
  'sign-up with a passkey': (email) => signUpWithPasskey(email, authenticator),
  link: async (email) => {
    await askForLink(email)
    return outcome(async () => signInWithLink({}, form({ token: (await newestMail(email, 'sign-in-link')).token })))
  },
  code: async (email) => {
    await askForLink(email)
    return outcome(async () => signInWithCode({}, form({ code: (await newestMail(email, 'sign-in-link')).code })))
  },
  reset: async (email) => {
    await outcome(() => forgotPassword({}, form({ email })))
    const { token } = await newestMail(email, 'reset-password')
    return outcome(() => resetPassword({}, form({ token, password: goodPassword })))
  },
  Google: (email) => visitWith('google', email, true),
  'a provider that checks addresses': (email) => visitWith('oidc', email, true),
  'a provider that does not': (email) => visitWith('oidc', email, false),
}

/** In one word, as the person sees it. Where mail is to be read, its owner reads it, here. */
async function outcomeOf(way: Come, email: string): Promise<string> {
  const answer = (await arrive[way](email)) as { redirectTo?: string; message?: string }
  if (answer.redirectTo === '/verify-email?sent') {
    const newest = (await mailTo(email)).at(-1)?.template
    if (newest === 'already-registered') return 'mailed'
    await openMail(email)
  }
  if (hasSessionCookie()) return (await findCaller(null))?.user.email === email ? 'in' : 'in as somebody else'
  if (answer.redirectTo?.includes('problem=known-address')) return 'first'
  if (answer.redirectTo?.startsWith('/sign-in?')) return 'set'
  return answer.redirectTo ?? (answer.message ? 'refused' : 'nothing')
}

async function waysOf(userId: string) {
  const ways = await rows<{ way: string }>(
    `select 'password' way from "Password" where "userId" = $1 union all select 'passkey' from "Passkey" where "userId" = $1
     union all select case issuer when $2 then 'Google' else 'provider' end from "Account" where "userId" = $1 order by 1`,
    [userId, google],
  )
  return ways.map(({ way }) => way).join(', ') || 'nothing'
}

const sessionsOf = async (userId: string) =>
  (await row<{ count: number }>('select count(*)::int from "Session" where "userId" = $1', [userId])).count

let cells = 0

describe.each(made)('an account made by %s meets, with the same address', (by) => {
  test.each(come.map((way, column) => [way, matrix[by][column]]))('%s: %s', async (way, expected) => {
    const email = `cell.${++cells}@people.test`
    asNobody()
    authenticator = new Authenticator()
    await make[by](email)
    const { id } = await row<{ id: string }>('select id from "User" where email = $1', [email])
    const before = await sessionsOf(id)

    asNobody()
    if (by !== 'a passkey' || way !== 'passkey') authenticator = new Authenticator()
    const word = await outcomeOf(way as Come, email)
    expect(`${word}: ${await waysOf(id)}`).toBe(expected)
    expect(await rows('select id, "emailVerified" is not null proved from "User" where email = $1', [email])).toEqual([
      { id, proved: word === 'in' || word === 'set' || by !== 'a password, address not proved yet' },
    ])
    expect(await sessionsOf(id)).toBe(word === 'in' ? before + 1 : word === 'set' ? 0 : before)

    asNobody()
    await trySignIn(email, strangersPassword)
    expect(hasSessionCookie()).toBe(false)
  })
})

test('docs/linking.md shows the same', () => {
  const shown = readFileSync('docs/linking.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| **'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('**', '').trim()),
    )
  expect(shown).toEqual(made.map((by) => [by, ...matrix[by]]))
})
