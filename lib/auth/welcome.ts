import type { Passed } from './complete-sign-in'
import { findCallerOf } from './context'
import { landingPath } from './landing'
import { rememberMethod } from './last-method'
import { offerPasskey } from './passkeys/offer'
import { endPendingSignIn, readPendingToken, startPendingSignIn } from './sessions/pending-sign-in'
import { type SignInMethod, startSession } from './sessions/session'
import { endParked } from './sessions/several-accounts'

/** After the commit of `completeSignIn`: the cookies, and where they go now. */
export async function welcome(passed: Passed, method: SignInMethod, next: string | null | undefined) {
  if ('pending' in passed) {
    await startPendingSignIn(passed.pending)
    return { redirectTo: '/sign-in/two-factor' }
  }
  await startSession(passed.session)
  if (await readPendingToken()) await endPendingSignIn()
  await rememberMethod(method)
  const caller = await findCallerOf(passed.session.token)
  if (caller) {
    await endParked(caller.user.id)
    await offerPasskey(method, passed.session)
  }
  return { redirectTo: landingPath({ next, ...caller }) }
}
