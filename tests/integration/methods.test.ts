import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import ForgotPasswordPage from '@/app/(auth)/forgot-password/page'
import { resetPassword } from '@/app/(auth)/reset-password/actions'
import ResetPasswordPage from '@/app/(auth)/reset-password/page'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { signInWithCode, signInWithLink } from '@/app/(auth)/sign-in/link/actions'
import SignInLinkPage from '@/app/(auth)/sign-in/link/page'
import { signUp } from '@/app/(auth)/sign-up/actions'
import { verifyEmail } from '@/app/(auth)/verify-email/actions'
import { changePassword, removePassword } from '@/app/account/security/password-actions'
import { readLastMethod } from '@/lib/auth/last-method'
import { checkMethods, isMethodOn, methods } from '@/lib/auth/methods'
import { listWaysIn } from '@/lib/auth/ways-in'
import { scopedTo } from '@/lib/db/scope'
import { renderMail } from '@/lib/email/render'
import { env } from '@/lib/env'
import { as, asNobody } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { mailTo, newestMail } from '@/tests/support/queued-mail'
import { visitor } from '@/tests/support/visitor'
import { askForLink, askToSignUp, goodPassword, trySignIn } from './auth-journeys'
import { samples, templateNames } from './email-samples'

const NOTHING = { message: 'There is nothing here.' }
const all = { ...methods }

/** The two ways to switch methods off. */
const switchOff = {
  'AUTH_METHODS leaves out': (...off: string[]) => {
    Object.assign(env, {
      AUTH_METHODS: Object.keys(all)
        .filter((one) => !off.includes(one))
        .join(', '),
    })
  },
  'the list does not have': (...off: string[]) => {
    for (const one of off) delete methods[one]
  },
}

afterEach(() => {
  for (const one of Object.keys(methods)) delete methods[one] // the order counts too
  Object.assign(methods, all)
  Object.assign(env, { AUTH_METHODS: undefined, SIGN_UP_MODE: 'open' })
})

const statusOf = (page: (props: never) => unknown, query: Record<string, string> = {}) =>
  outcome(async () => page({ searchParams: Promise.resolve(query), params: Promise.resolve({}) } as never))

describe.each(Object.entries(switchOff))('%s passwords', (_, off) => {
  beforeEach(() => off('password'))

  test('no page, no action knows them', async () => {
    const ada = await person('ada')
    asNobody()
    for (const page of [ForgotPasswordPage, ResetPasswordPage]) {
      expect(await statusOf(page)).toEqual({ status: 404 })
      expect(await statusOf(page, { sent: '', token: 'x'.repeat(43) })).toEqual({ status: 404 })
    }
    expect(await trySignIn(ada.email, password)).toMatchObject(NOTHING)
    expect(await outcome(() => signIn({}, form({ email: ada.email, password })))).toMatchObject(NOTHING)
    expect(await outcome(() => forgotPassword({}, form({ email: ada.email })))).toMatchObject(NOTHING)
    const reset = { token: 'x'.repeat(43), password: goodPassword }
    expect(await outcome(() => resetPassword({}, form(reset)))).toMatchObject(NOTHING)
    expect(await askToSignUp('bea@people.test')).toMatchObject(NOTHING)
    expect(await mailTo(ada.email)).toEqual([])
    await as(ada)
    await rows('update "Session" set "stepUpAt" = now()')
    expect(await outcome(() => changePassword({}, form({ password: goodPassword })))).toMatchObject(NOTHING)
    expect(await outcome(() => removePassword({}, form({ confirm: 'remove' })))).toMatchObject(NOTHING)
    expect(await listWaysIn(scopedTo({ identity: true }), ada.id)).not.toContain('password')
  })

  test('who signs up proves the address and is in; next time a link is enough', async () => {
    const email = `${crypto.randomUUID()}@people.test`
    asNobody()
    const asked = () => outcome(() => signUp({}, form({ name: 'Ada Lovelace', email, intent: 'link' })))
    expect(await asked()).toEqual({ redirectTo: '/verify-email?sent' })
    const { token } = await newestMail(email, 'verify-email')
    expect(await outcome(() => verifyEmail({}, form({ token })))).toEqual({ redirectTo: '/new' })
    expect(visitor().cookies.has('session')).toBe(true)
    expect(
      await rows('select * from "Password" p join "User" u on u.id = p."userId" where email = $1', [email]),
    ).toEqual([])
    asNobody()
    expect(await askForLink(email)).toEqual({ redirectTo: '/sign-in/link' })
    const link = await newestMail(email, 'sign-in-link')
    expect(await outcome(() => signInWithLink({}, form({ token: link.token })))).toEqual({ redirectTo: '/new' })
    // whoever tries once more is told by mail, without a way to a page that is not there
    asNobody()
    expect(await asked()).toEqual({ redirectTo: '/verify-email?sent' })
    const told = (await mailTo(email)).at(-1)
    expect(told).toMatchObject({ template: 'already-registered' })
    expect(told?.props).toEqual({ signInUrl: `${env.APP_URL}/sign-in`, request: expect.any(Object) })
  })

  const registered = { ...samples['already-registered'], resetUrl: undefined }
  const given = { ...samples, 'already-registered': registered }

  test('no mail leads to a page that is not there', async () => {
    for (const name of templateNames.filter((one) => one !== 'reset-password'))
      expect([name, (await renderMail(name, given[name])).text]).not.toEqual([name, expect.stringMatching('-password')])
  })

  test('no mail speaks of a password that nobody has', async () => {
    const about = ['reset-password', 'password-changed', 'account-deleted', 'new-sign-in'] // theirs, the mailbox’s, and how it was
    for (const name of templateNames.filter((one) => !about.includes(one)))
      expect([name, (await renderMail(name, given[name])).html]).not.toEqual([name, expect.stringMatching(/password/i)])
    for (const change of ['primary', 'undone', 'added', 'removed'] as const)
      expect((await renderMail('email-changed', { ...samples['email-changed'], change })).text).not.toMatch(/password/i)
  })
})

describe.each(Object.entries(switchOff))('%s links', (_, off) => {
  beforeEach(() => off('link'))

  test('no page, no action knows them; a password is enough', async () => {
    const ada = await person('ada')
    asNobody()
    expect(await statusOf(SignInLinkPage)).toEqual({ status: 404 })
    expect(await statusOf(SignInLinkPage, { token: 'x'.repeat(43) })).toEqual({ status: 404 })
    expect(await askForLink(ada.email)).toMatchObject(NOTHING)
    expect(await outcome(() => signInWithLink({}, form({ token: 'x'.repeat(43) })))).toMatchObject(NOTHING)
    expect(await outcome(() => signInWithCode({}, form({ code: '22222222' })))).toMatchObject(NOTHING)
    const mailed = { name: 'Bea', email: 'bea@people.test', intent: 'link' }
    expect(await outcome(() => signUp({}, form(mailed)))).toMatchObject(NOTHING)
    expect(await mailTo(ada.email)).toEqual([])
    expect(await listWaysIn(scopedTo({ identity: true }), ada.id)).toEqual(['password'])
    expect(await trySignIn(ada.email, password)).toEqual({ redirectTo: '/new' })
  })
})

test('where both are off nobody is asked for an address', async () => {
  switchOff['AUTH_METHODS leaves out']('password', 'link')
  asNobody()
  for (const fields of [{}, { step: 'password' }, { password }, { intent: 'link' }] as Record<string, string>[])
    expect(await outcome(() => signIn({}, form({ email: 'ada@people.test', ...fields })))).toMatchObject(NOTHING)
})

test('nobody signs up where sign-up is closed, by whichever method', async () => {
  Object.assign(env, { SIGN_UP_MODE: 'closed' })
  asNobody()
  for (const fields of [{ intent: 'password', password: goodPassword }, { intent: 'link' }, { intent: 'passkey' }]) {
    const asked = { name: 'Ada', email: 'closed@people.test', ...fields }
    expect(await outcome(() => signUp({}, form(asked)))).toMatchObject({ message: 'Sign-up is closed here.' })
  }
})

test('a method that is off was never the last one used', async () => {
  const ada = await person('ada')
  asNobody()
  await trySignIn(ada.email, password)
  expect(await readLastMethod()).toBe('password')
  switchOff['AUTH_METHODS leaves out']('password')
  expect(await readLastMethod()).toBeNull()
})

describe('before the first request', () => {
  const given = (AUTH_METHODS: string | undefined) => Object.assign(env, { AUTH_METHODS })

  test.each([undefined, 'password', 'passkey', ' link , passkey '])('%s is fine', (wanted) => {
    given(wanted)
    expect(checkMethods).not.toThrow()
    expect(isMethodOn('passkey')).toBe(wanted !== 'password')
  })

  test('a name that nobody knows is named', () => {
    given('password,facebook')
    expect(checkMethods).toThrow(/^AUTH_METHODS names facebook, which is none of password, link, .* Correct it in/)
    given('password,,link')
    expect(checkMethods).toThrow(/^AUTH_METHODS names nothing between two commas/)
  })

  test('a list that lets nobody in says what is missing', () => {
    given('google')
    expect(checkMethods).toThrow(/leaves nobody a way in\. Set AUTH_GOOGLE_ID, AUTH_GOOGLE_SECRET, or name another/)
  })
})

test('links alone let nobody in where no mail leaves', async () => {
  vi.resetModules()
  vi.stubEnv('AUTH_METHODS', 'link')
  vi.doMock('@/lib/env', async (original) => ({ ...(await original<object>()), mailTransport: 'none' }))
  const { checkMethods } = await import('@/lib/auth/methods')
  expect(checkMethods).toThrow(/leaves nobody a way in\. Mail has to leave: set RESEND_API_KEY or SMTP_URL\./)
  vi.doUnmock('@/lib/env')
  vi.unstubAllEnvs()
})
