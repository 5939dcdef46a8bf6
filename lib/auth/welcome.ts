import { findCallerOf } from './context'
import { landingPath } from './landing'
import { rememberMethod } from './last-method'
import { type NewSession, type SignInMethod, startSession } from './session'

/** After the commit that signed somebody in: the cookies, and where they go now. */
export async function welcome(session: NewSession, method: SignInMethod, next: string | null | undefined) {
  await startSession(session)
  await rememberMethod(method)
  const caller = await findCallerOf(session.token)
  return { redirectTo: landingPath({ next, ...caller }) }
}
