import type { IdentityDb } from '@/lib/db/scope'
import type { RequestInfo } from '@/lib/request'
import { NOBODY } from './people'

/** What can happen to a person's account: facts, in the past, as the person reads them. */
export const securityActions = {
  'account.sign_up_asked': 'Account asked for',
  'account.sign_up_rejected': 'Sign-up rejected',
  'account.disabled': 'Account disabled',
  'account.enabled': 'Account enabled',
  'email.verified': 'E-mail address verified',
  'session.created': 'Signed in',
  'session.ended': 'Signed out',
  'session.refused': 'Sign-in refused',
  'session.all_revoked': 'Signed out everywhere',
  'session.revoked': 'Another browser signed out',
  'session.others_revoked': 'Signed out everywhere else',
  'device.forgotten': 'Browser not remembered any more',
  'identity.confirmed': 'Confirmed that it is you',
  'identity.refused': 'Confirmation refused',
  'second_factor.enabled': 'Authenticator app switched on',
  'second_factor.disabled': 'Authenticator app switched off',
  'second_factor.refused': 'Second step of a sign-in refused',
  'second_factor.reset': 'Second factor reset',
  'recovery_code.used': 'Recovery code used',
  'recovery_codes.regenerated': 'New recovery codes made',
  'recovery_codes.removed': 'Recovery codes removed',
  'password.set': 'Password chosen',
  'password.changed': 'Password changed',
  'password.removed': 'Password removed',
  'password.reset': 'Password reset',
  'account.linked': 'Account at a provider connected',
  'account.unlinked': 'Account at a provider disconnected',
  'email.add_asked': 'E-mail address asked for',
  'email.added': 'E-mail address added',
  'email.removed': 'E-mail address removed',
  'email.primary_changed': 'Primary e-mail address changed',
  'email.change_undone': 'Change of the e-mail address undone',
  'data.export_asked': 'Copy of your data asked for',
  'passkey.added': 'Passkey added',
  'passkey.removed': 'Passkey removed',
} as const

export type SecurityAction = keyof typeof securityActions

type Entry = {
  userId: string
  action: SecurityAction
  request: Pick<RequestInfo, 'id' | 'userAgent'> & { ip: string | null }
  sessionId?: string
  details?: Record<string, string>
}

/** Shown to the person it is about; `details` never holds a secret. */
export async function noteSecurityEvent(
  db: IdentityDb,
  { userId, action, request, sessionId, details = {} }: Entry,
): Promise<void> {
  const { id: requestId, ip, userAgent } = request
  await db.securityEvent.create({
    data: { userId, action, sessionId, ip, userAgent, requestId, details },
    select: { id: true },
  })
}

/** The same of a stranger's try, which may be about nobody: one statement either way, as time must not tell. */
export async function noteStrangersTry(
  db: IdentityDb,
  { userId, action, request, details = {} }: Omit<Entry, 'userId' | 'sessionId'> & { userId: string | undefined },
): Promise<void> {
  const { id: requestId, ip, userAgent } = request
  await db.$executeRaw`
    insert into "SecurityEvent" ("userId", action, ip, "userAgent", "requestId", details)
    select id, ${action}, ${ip}, ${userAgent}, ${requestId}, ${JSON.stringify(details)}::jsonb
      from "User" where id = ${userId ?? NOBODY}::uuid`
}
