import { expect, test } from 'vitest'
import { forgotPassword } from '@/app/(auth)/forgot-password/actions'
import { asNobody } from '@/tests/support/as'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { visitor } from '@/tests/support/visitor'
import { askForLink, askToSignUp, trySignIn } from './auth-journeys'

// Nothing tells a stranger who has an account: not the answer, not the cookies, not the time.

const ROUNDS = 6

const acts = {
  'a wrong password': (email: string) => trySignIn(email, 'a guess of mallory'),
  'a sign-in link': (email: string) => askForLink(email),
  'a reset': (email: string) => outcome(() => forgotPassword({}, form({ email }))),
  'a sign-up': (email: string) => askToSignUp(email, { name: 'Mallory' }),
}

for (const [name, act] of Object.entries(acts)) {
  test(`${name} is answered alike, in about the same time`, async () => {
    const known = await Promise.all(Array.from({ length: ROUNDS }, () => person('petra')))
    const fastest = { known: Infinity, unknown: Infinity }
    await act('warming-up@people.test')
    for (const [round, { email }] of known.entries()) {
      const seen: unknown[] = []
      for (const [who, address] of [
        ['known', email],
        ['unknown', email.replace('petra', `petr${round}`)],
      ] as const) {
        asNobody()
        const start = performance.now()
        const answer = await act(address)
        fastest[who] = Math.min(fastest[who], performance.now() - start)
        const cookies = [...visitor().cookies.values()].map(({ name, value, ...options }) => [
          name,
          value.length,
          options,
        ])
        seen.push({ answer: JSON.stringify(answer).replaceAll(address, 'EMAIL'), cookies: JSON.stringify(cookies) })
      }
      expect(seen[1]).toEqual(seen[0])
    }
    expect(fastest.known / fastest.unknown).toBeGreaterThan(0.5)
    expect(fastest.known / fastest.unknown).toBeLessThan(2)
  }, 60_000)
}
