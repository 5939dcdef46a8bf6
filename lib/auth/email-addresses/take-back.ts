import type { IdentityDb } from '@/lib/db/scope'
import { mailTransport } from '@/lib/env'
import { UNDO_EMAIL_LIFETIME } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import { isMethodOn } from '../methods'
import { nameOfAccount } from '../oauth/connected-accounts'
import { nameOfPasskey } from '../passkeys/list'
import { removeSecondFactor } from '../second-factor/second-factor'
import { noteSecurityEvent, type SecurityAction } from '../security-events'

type TakeBack = { userId: string; changedAt: Date; request: RequestInfo }

/**
 * Whoever took an account over adds ways in shortly before they change its address, or after: a passkey, an account at a
 * provider, a password, an app. Each goes, and stands in the history. Answers their names, for the mail to the owner.
 */
export async function removeRecentWaysIn(db: IdentityDb, { userId, changedAt, request }: TakeBack): Promise<string[]> {
  const since = { gte: canComeBack() ? new Date(changedAt.getTime() - UNDO_EMAIL_LIFETIME) : changedAt }
  const removed: string[] = []
  const note = (action: SecurityAction, method: string, details: Record<string, string> = {}) => {
    removed.push(method)
    return noteSecurityEvent(db, { userId, action, request, details: { ...details, because: 'email.change_undone' } })
  }

  const added = { userId, createdAt: since }
  for (const { name } of await db.passkey.findMany({ where: added, select: { name: true } }))
    await note('passkey.removed', nameOfPasskey(name), { name })
  await db.passkey.deleteMany({ where: added })

  for (const { provider: issuer, label } of await db.account.findMany({
    where: added,
    select: { provider: true, label: true },
  })) {
    const account = nameOfAccount({ issuer, label })
    await note('account.unlinked', account, { account })
  }
  await db.account.deleteMany({ where: added })

  const { count: passwords } = await db.password.deleteMany({ where: { userId, changedAt: since } })
  if (passwords > 0) await note('password.removed', 'Password')

  const app = { userId, OR: [{ confirmedAt: null }, { confirmedAt: since }] }
  const found = await db.authenticatorApp.findFirst({ where: app, select: { confirmedAt: true } })
  if (found) await removeSecondFactor(db, userId)
  if (found?.confirmedAt) await note('second_factor.disabled', 'Authenticator app')
  const { count: codes } = await db.recoveryCode.deleteMany({ where: added })
  if (codes > 0) await note('recovery_codes.removed', 'Recovery codes')
  return removed
}

/** Where the mailbox lets nobody in, the owner may need what they added themself shortly before. */
function canComeBack() {
  return mailTransport !== 'none' && (isMethodOn('link') || isMethodOn('password'))
}
