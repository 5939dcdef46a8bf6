import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { signIn } from '@/app/(auth)/sign-in/actions'
import { asNobody } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { visitor } from '@/tests/support/visitor'
import { until } from '@/tests/support/wait'
import { askForLink, askToSignUp, trySignIn } from './auth-journeys'

// Nothing tells a stranger who has an account: not the answer, not the cookies, not the work that it takes. How long it takes
// is measured by `npm run bench -- enumeration`.

const acts = {
  'the first step': (email: string) => outcome(() => signIn({}, form({ email }))),
  'a wrong password': (email: string) => trySignIn(email, 'a guess of mallory'),
  'a sign-in link': (email: string) => askForLink(email),
  'a reset': (email: string) => outcome(() => forgotPassword({}, form({ email }))),
  'a sign-up': (email: string) => askToSignUp(email, { name: 'Mallory' }),
}

const kinds: Record<string, () => Promise<string>> = {
  known: async () => (await person('petra')).email,
  unknown: async () => `nobody-${crypto.randomUUID()}@people.test`,
  unproved: async () => (await person('petra', { verified: false })).email,
  disabled: async () => {
    const { id, email } = await person('petra')
    await rows('update "User" set "disabledAt" = now() where id = $1', [id])
    return email
  },
  'without a password': async () => (await person('petra', { password: null })).email,
}

const asked = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => asked.mockRestore())

/** What goes to the database while this runs, and after its answer. */
async function statementsOf<T>(act: () => Promise<T>) {
  asked.mockClear()
  const answer = await act()
  await until('the last statement', async () => {
    const before = asked.mock.calls.length
    await pause(30)
    return asked.mock.calls.length === before
  })
  return { answer, statements: asked.mock.calls.length }
}

for (const [name, act] of Object.entries(acts)) {
  test(`${name} is answered alike, with as much work, whoever has the address`, async () => {
    await act('warming-up@people.test')
    const seen: Record<string, unknown> = {}
    for (const [kind, make] of Object.entries(kinds)) {
      const email = await make()
      asNobody()
      const { answer, statements } = await statementsOf(() => act(email))
      const cookies = [...visitor().cookies.values()].map(({ name, value, ...options }) => ({
        name,
        size: value.length - Math.ceil((email.length * 4) / 3), // one of them holds the address, sealed
        ...options,
      }))
      seen[kind] = { answer: JSON.stringify(answer).replaceAll(email, 'EMAIL'), statements, cookies: cookies.length }
    }
    for (const kind of Object.keys(kinds)) expect({ [kind]: seen[kind] }).toEqual({ [kind]: seen.known })
  }, 60_000)
}
