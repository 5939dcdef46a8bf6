import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import type { RequestInfo } from '@/lib/request'
import { digest } from './secrets'
import { noteSecurityEvent } from './security-events'
import { mailRequest } from './sessions/device-name'
import { createPendingSignIn, type NewPendingSignIn } from './sessions/pending-sign-in'
import { createSession, type NewSession, type SecondFactor, type SignInMethod } from './sessions/session'

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
 * What every first factor ends with, in the identity transaction that proved who it is. Somebody with a second factor gets
 * no session for it, whatever the method was. `welcome` follows after the commit.
 */
export async function completeSignIn(db: IdentityDb, { next = null, ...signIn }: SignIn): Promise<Passed> {
  const { user, method, device } = signIn
  // a passkey is two factors at once: it is held, and its holder was verified [NIST SP 800-63B-4 §3.1.7]
  if (method === 'passkey') return { session: await beginSession(db, { ...signIn, secondFactor: 'passkey' }) }
  if (await needsSecondFactor(db, user.id, device))
    return { pending: await createPendingSignIn(db, { userId: user.id, method, next }) }
  return { session: await beginSession(db, signIn) }
}

/** The session, a line in the person's own history, and a mail when they were never seen in this browser. */
export async function beginSession(
  db: IdentityDb,
  { user, method, request, device, secondFactor = null }: SignIn & { secondFactor?: SecondFactor | null },
): Promise<NewSession> {
  const session = await createSession(db, { userId: user.id, method, request, device, secondFactor })
  const details = { method, ...(secondFactor && { secondFactor }) }
  await noteSecurityEvent(db, {
    userId: user.id,
    action: 'session.created',
    request,
    sessionId: session.id,
    details,
  })
  if (session.isNewDevice) {
    const props = { request: mailRequest(request), at: new Date(), method }
    await sendMail(db, { template: 'new-sign-in', to: user.email, props })
  }
  return session
}

/** Once an app is confirmed it is asked for, except where this person chose to be remembered. */
async function needsSecondFactor(db: IdentityDb, userId: string, device: string | null): Promise<boolean> {
  const app = await db.authenticatorApp.findFirst({
    where: { userId, confirmedAt: { not: null } },
    select: { userId: true },
  })
  if (!app) return false
  const remembered =
    device !== null &&
    (await db.device.findFirst({
      where: { userId, tokenDigest: digest(device), rememberedUntil: { gt: new Date() } },
      select: { id: true },
    }))
  return !remembered
}
