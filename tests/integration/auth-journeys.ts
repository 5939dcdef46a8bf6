import { signIn } from '@/app/(auth)/sign-in/actions'
import { signUp } from '@/app/(auth)/sign-up/actions'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { visitor } from '@/tests/support/visitor'

// What people do at the way in, in whichever browser the request comes from now.

export const goodPassword = 'lamp tunnel orbit'

export const askToSignUp = (email: string, fields: Record<string, string> = {}) =>
  outcome(() => signUp({}, form({ name: 'Ada Lovelace', email, password: goodPassword, ...fields })))

export const trySignIn = (email: string, password: string, fields: Record<string, string> = {}) =>
  outcome(() => signIn({}, form({ email, password, step: 'password', ...fields })))

export const askForLink = (email: string, fields: Record<string, string> = {}) =>
  outcome(() => signIn({}, form({ email, step: 'password', intent: 'link', ...fields })))

/** Signed in, by what the browser was given. */
export const hasSessionCookie = () => visitor().cookies.has('session')

export const REFUSED = "We couldn't sign you in with that e-mail and password."
