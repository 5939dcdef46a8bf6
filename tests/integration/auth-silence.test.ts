import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { signInWithCode } from '@/app/(auth)/sign-in/link/actions'
import { resendVerification } from '@/app/(auth)/verify-email/actions'
import { asNobody } from '@/tests/support/as'
import { Authenticator } from '@/tests/support/authenticator'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { password, person } from '@/tests/support/people'
import { visitor } from '@/tests/support/visitor'
import { until } from '@/tests/support/wait'
import { askForLink, askToSignUp, goodPassword, trySignIn } from './auth-journeys'
import { signInWithPasskey, signUpWithPasskey } from './passkey-visit'

// Nothing tells a stranger who has an account: not the answer, not the cookies, not the work that it takes. How long it takes
// is measured by `npm run bench -- enumeration`.

const acts = {
  'the first step': (email: string) => outcome(() => signIn({}, form({ email }))),
  'a wrong password': (email: string) => trySignIn(email, 'a guess of mallory'),
  'a sign-in link': (email: string) => askForLink(email),
  'a reset': (email: string) => outcome(() => forgotPassword({}, form({ email }))),
  'a sign-up': (email: string) => askToSignUp(email, { name: 'Mallory' }),
}

// What asks about the address that this browser named before.
const later = {
  'a typed code': {
    before: askForLink,
    act: () => outcome(() => signInWithCode({}, form({ code: '22222222' }))),
  },
  'a sign-in with the password of a sign-up': {
    before: (email: string) => askToSignUp(email, { name: 'Mallory' }),
    act: (email: string) => trySignIn(email, goodPassword),
  },
  'a sign-in with the passkey of a sign-up': {
    before(email: string) {
      mallorysKey = new Authenticator()
      return signUpWithPasskey(email, mallorysKey)
    },
    act: () => signInWithPasskey(mallorysKey),
  },
  'the mail once more': {
    before: (email: string) => askToSignUp(email, { name: 'Mallory' }),
    act: () => outcome(() => resendVerification({}, form({}))),
  },
}

let mallorysKey: Authenticator

const newEmail = () => `${crypto.randomUUID()}@people.test` // of one length: one cookie holds it, sealed

const kinds: Record<string, () => Promise<string>> = {
  known: async () => (await person('petra', { email: newEmail() })).email,
  unknown: async () => newEmail(),
  unproved: async () => (await person('petra', { email: newEmail(), verified: false })).email,
  disabled: async () => {
    const { id, email } = await person('petra', { email: newEmail() })
    await rows('update "User" set "disabledAt" = now() where id = $1', [id])
    return email
  },
  'a further address': async () => {
    const [{ id }, email] = [await person('petra'), newEmail()]
    await rows('insert into "EmailAddress" ("userId", email) values ($1, $2)', [id, email])
    return email
  },
  'without a password': async () => (await person('petra', { email: newEmail(), password: null })).email,
}

const asked = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => asked.mockRestore())

/** What goes to the database while this runs, and after its answer. */
async function statementsOf<T>(act: () => Promise<T>) {
  asked.mockClear()
  const answer = await act()
  await until('the last statement', async () => {
    const before = asked.mock.calls.length
    await pause(100)
    return asked.mock.calls.length === before
  })
  return { answer, statements: asked.mock.calls.length }
}

async function compare(act: (email: string) => Promise<unknown>, before: (email: string) => Promise<unknown>) {
  await before('warming-up@people.test')
  await statementsOf(() => act('warming-up@people.test'))
  const seen: Record<string, unknown> = {}
  for (const [kind, make] of Object.entries(kinds)) {
    const email = await make()
    asNobody()
    await before(email)
    const { answer, statements } = await statementsOf(() => act(email))
    const cookies = [...visitor().cookies.values()].map(({ value, ...options }) => ({
      ...options,
      size: value.length,
    }))
    seen[kind] = { answer: JSON.stringify(answer).replaceAll(email, 'EMAIL'), statements, cookies }
  }
  for (const kind of Object.keys(kinds)) expect({ [kind]: seen[kind] }).toEqual({ [kind]: seen.known })
}

for (const [name, act] of Object.entries(acts))
  test(`${name} is answered alike, with as much work, whoever has the address`, async () => {
    await compare(act, async () => {})
  }, 60_000)

for (const [name, { act, before }] of Object.entries(later))
  test(`${name} is answered alike, with as much work, whoever has the address`, async () => {
    await compare(act, before)
  }, 60_000)

test('failures at one address say nothing of the person’s others', async () => {
  const petra = await person('petra', { email: newEmail() })
  const further = newEmail()
  await rows('insert into "EmailAddress" ("userId", email) values ($1, $2)', [petra.id, further])
  for (let count = 0; count < 10; count++) {
    asNobody()
    await trySignIn(further, 'a guess')
  }
  asNobody()
  expect(await trySignIn(further, password)).toMatchObject({ message: expect.stringMatching(/^Too many/) })
  expect(await trySignIn(petra.email, password)).toHaveProperty('redirectTo')
}, 30_000)
