import type { UserContext } from '@/lib/access/context'
import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { noteSecurityEvent, type SecurityAction } from './security-events'
import { mailRequest } from './sessions/device-name'

type Change = {
  action: SecurityAction
  change: 'added' | 'removed'
  /** As its owner knows it: `Password`, `Passkey “Blue key”`, `Google account ada@example.com`. */
  method: string
  details?: Record<string, string>
}

/** Somebody has another way in, or one less: it stands in their history, and they are told by mail. */
export async function noteMethodChange(
  db: IdentityDb,
  { user, session, request }: Pick<UserContext, 'user' | 'session' | 'request'>,
  { action, change, method, details }: Change,
): Promise<void> {
  await noteSecurityEvent(db, { userId: user.id, action, request, sessionId: session.id, details })
  const props = { name: user.name, change, method, request: mailRequest(request), at: new Date() }
  await sendMail(db, { template: 'sign-in-method-changed', to: user.email, props })
}
