import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import type { RequestInfo } from '@/lib/request'
import { mailRequest } from './device-name'
import { noteSecurityEvent } from './security-events'
import { createSession, type NewSession, type SignInMethod } from './session'

type SignIn = {
  user: { id: string; email: string }
  method: SignInMethod
  request: RequestInfo
  /** From `readDevice()`. */
  device: string | null
}

/**
 * What every way in ends with, in the identity transaction that proved who it is: the session, a line in the person's own
 * history, and a mail when they were never seen in this browser. `welcome` follows after the commit.
 */
export async function completeSignIn(db: IdentityDb, { user, method, request, device }: SignIn): Promise<NewSession> {
  const session = await createSession(db, { userId: user.id, method, request, device })
  const details = { method }
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
