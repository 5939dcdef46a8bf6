import { randomUUID } from 'node:crypto'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { SESSION_IDLE, UNPROVED_LIFETIME } from '@/lib/parameters'
import { NOBODY } from './people'
import { endMemberships } from './unproved-memberships'

/** Sessions and mailed secrets that are over, and sign-ups that nobody ever proved. All are refused long before they go. */
export async function deleteExpired() {
  const now = Date.now()
  const gone = await inTransaction({ identity: true }, async (db) => {
    const idle = { lastUsedAt: { lt: new Date(now - SESSION_IDLE) } }
    const sessions = await db.session.deleteMany({ where: { OR: [{ expiresAt: { lt: new Date(now) } }, idle] } })
    const tokens = await db.token.deleteMany({ where: { expiresAt: { lt: new Date(now) } } })
    const over = { where: { expiresAt: { lt: new Date(now) } } }
    await db.pendingSignIn.deleteMany(over)
    await db.passkeyChallenge.deleteMany(over)
    await db.dataExport.deleteMany(over)
    return { sessions: sessions.count, tokens: tokens.count }
  })
  return { ...gone, users: await deleteUnproved() }
}

/** A hundred in a transaction, which has seconds: taking them out of their organizations is many statements for each. */
const AT_ONCE = 100

async function deleteUnproved() {
  let users = 0
  let after: string | null = NOBODY
  while (after) {
    const from: string = after
    const { deleted, last } = await inTransaction({ identity: true }, (db) => deleteSomeUnproved(db, from))
    users += deleted
    after = last
  }
  return users
}

/** Those whose id comes after that one; `last` is null when there were no more. */
async function deleteSomeUnproved(db: IdentityDb, after: string) {
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
  const over = await db.user.findMany({
    where: { ...where, id: { gt: after } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  })
  const request = { id: randomUUID(), userAgent: null, ip: null }
  for (const { id } of over) await endMemberships(db, id, request)
  const { count } = await db.user.deleteMany({ where: { ...where, id: { in: over.map(({ id }) => id) } } })
  return { deleted: count, last: over.length === AT_ONCE ? (over.at(-1)?.id ?? null) : null }
}
