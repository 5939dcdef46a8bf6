import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import type { RequestInfo } from '@/lib/request'
import { mailRequest } from './sessions/device-name'
import { createPendingSignIn, type NewPendingSignIn } from './sessions/pending-sign-in'
import {
  createSession,
  createSessionUnlessAsked,
  type NewSession,
  type SecondFactor,
  type SignInMethod,
} from './sessions/session'

type SignIn = {
  user: { id: string; email: string }
  method: SignInMethod
  request: RequestInfo
  /** From `readDevice()`. */
  device: string | null
  /** The page that they came for. */
  next?: string | null
}

/** Signed in; or half, until the second factor is shown. */
export type Passed = { session: NewSession } | { pending: NewPendingSignIn }

/**
 * What every first factor ends with, in the identity transaction that proved who it is. Somebody with an app gets no session
 * for it, whatever the method was, except where they chose to be remembered. `welcome` follows after the commit.
 */
export async function completeSignIn(db: IdentityDb, { next = null, ...signIn }: SignIn): Promise<Passed> {
  const { user, method } = signIn
  // a passkey is two factors at once: it is held, and its holder was verified [NIST SP 800-63B-4 §3.1.7]
  if (method === 'passkey') return { session: await beginSession(db, { ...signIn, secondFactor: 'passkey' }) }
  const session = await createSessionUnlessAsked(db, { userId: user.id, ...signIn, noted: true })
  if (!session) return { pending: await createPendingSignIn(db, { userId: user.id, method, next }) }
  await tellOfNewDevice(db, signIn, session)
  return { session }
}

/** For who has shown two factors: the session, a line in the person's own history, and a mail when they were never seen in this browser. */
export async function beginSession(
  db: IdentityDb,
  signIn: SignIn & { secondFactor: SecondFactor },
): Promise<NewSession> {
  const session = await createSession(db, { userId: signIn.user.id, ...signIn, noted: true })
  await tellOfNewDevice(db, signIn, session)
  return session
}

async function tellOfNewDevice(db: IdentityDb, { user, method, request }: SignIn, { isNewDevice }: NewSession) {
  if (!isNewDevice) return
  const props = { request: mailRequest(request), at: new Date(), method }
  await sendMail(db, { template: 'new-sign-in', to: user.email, props })
}
