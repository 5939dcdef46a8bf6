import { inTransaction } from '@/lib/db/scope'
import { SESSION_IDLE, UNPROVED_LIFETIME } from '@/lib/parameters'

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
    const users = await db.user.deleteMany({
      where: {
        emailVerified: null,
        createdAt: { lt: new Date(now - UNPROVED_LIFETIME) },
        disabledAt: null,
        password: null,
        passkeys: { none: {} },
        tokens: { none: {} },
        accounts: { none: {} },
        sessions: { none: {} },
      },
    })
    return { sessions: sessions.count, tokens: tokens.count, users: users.count }
  })
}
