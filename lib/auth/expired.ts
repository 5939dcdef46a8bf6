import { randomUUID } from 'node:crypto'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { SESSION_IDLE, UNPROVED_LIFETIME } from '@/lib/parameters'
import { endMemberships } from './unproved-memberships'

/** Sessions and mailed secrets that are over, and sign-ups that nobody ever proved. All are refused long before they go. */
export async function deleteExpired() {
  const now = Date.now()
  return inTransaction({ identity: true }, async (db) => {
    const idle = { lastUsedAt: { lt: new Date(now - SESSION_IDLE) } }
    const sessions = await db.session.deleteMany({ where: { OR: [{ expiresAt: { lt: new Date(now) } }, idle] } })
    const tokens = await db.token.deleteMany({ where: { expiresAt: { lt: new Date(now) } } })
    const over = { where: { expiresAt: { lt: new Date(now) } } }
    await db.pendingSignIn.deleteMany(over)
    await db.passkeyChallenge.deleteMany(over)
    await db.dataExport.deleteMany(over)
    return { sessions: sessions.count, tokens: tokens.count, users: await deleteUnproved(db) }
  })
}

async function deleteUnproved(db: IdentityDb) {
  const where = {
    emailVerified: null,
    createdAt: { lt: new Date(Date.now() - UNPROVED_LIFETIME) },
    disabledAt: null,
    password: null,
    passkeys: { none: {} },
    tokens: { none: {} },
    accounts: { none: {} },
    sessions: { none: {} },
  }
  const over = await db.user.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, take: 1_000 })
  const request = { id: randomUUID(), userAgent: null, ip: null }
  for (const { id } of over) await endMemberships(db, id, request)
  const { count } = await db.user.deleteMany({ where: { ...where, id: { in: over.map(({ id }) => id) } } })
  return count
}
