import { giveUpSecondStep, passSecondStep } from '@/app/(auth)/sign-in/two-factor/actions'
import { beginTwoFactor, confirmTwoFactor } from '@/app/account/security/two-factor-actions'
import { userQuery } from '@/lib/access/queries'
import { readTwoFactor } from '@/lib/auth/second-factor/second-factor'
import { as, asNobody } from '@/tests/support/as'
import { AuthenticatorApp, codesAreFresh } from '@/tests/support/authenticator-app'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, password } from '@/tests/support/people'
import { trySignIn } from './auth-journeys'

export const begin = () => outcome(() => beginTwoFactor({}, form({ factor: 'app' })))
export const confirm = (code: string, fields: Record<string, string> = {}) =>
  outcome(() => confirmTwoFactor({}, form({ code, ...fields })))

/** What the page of whoever is signed in shows. */
export async function look() {
  const seen = await userQuery(readTwoFactor)
  if ('refusal' in seen) throw new Error('The page refused.')
  return seen.data
}

/** Sets the app up as a person does, in their own browser: the phone, and the ten codes. */
export async function enrol(person: Person) {
  await as(person)
  await begin()
  const { setUp } = await look()
  if (!setUp) throw new Error('No secret was shown.')
  const app = new AuthenticatorApp(setUp.secret)
  const answer = await confirm(app.code())
  if (!('reveal' in answer) || !answer.reveal) throw new Error(JSON.stringify(answer))
  await codesAreFresh(person)
  return { app, codes: answer.reveal.split('\n') }
}

/** Through the first step, in a browser that nobody has used. */
export async function half(person: Person, fields: Record<string, string> = {}) {
  const browser = asNobody()
  const answer = await trySignIn(person.email, password, fields)
  if (!('redirectTo' in answer) || answer.redirectTo !== '/sign-in/two-factor') throw new Error(JSON.stringify(answer))
  return browser
}

export const type = (code: string, fields: Record<string, string> = {}) =>
  outcome(() => passSecondStep({}, form({ proof: 'app', code, ...fields })))
export const typeRecoveryCode = (code: string) => type(code, { proof: 'recovery-code' })
export const giveUp = () => outcome(() => giveUpSecondStep({}, form({})))
