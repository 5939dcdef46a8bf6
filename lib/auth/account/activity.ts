import type { UserContext } from '@/lib/access/context'
import { type cursor, cursorOf } from '@/lib/domain/paging'
import { type SecurityAction, securityActions } from '../security-events'
import { browserOf } from '../sessions/device-name'

const AT_ONCE = 20

/** What happened to this account, newest first. */
export async function listActivity({ db, user }: UserContext, from: ReturnType<typeof cursor.parse>) {
  const rows = await db.securityEvent.findMany({
    where: {
      userId: user.id,
      ...(from && { at: { lte: from.createdAt }, OR: [{ at: { lt: from.createdAt } }, { id: { lt: from.id } }] }),
    },
    select: { id: true, at: true, action: true, ip: true, userAgent: true, details: true },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: AT_ONCE + 1,
  })
  const shown = rows.slice(0, AT_ONCE)
  const last = shown.at(-1)
  const next = rows.length > AT_ONCE && last ? cursorOf({ createdAt: last.at, id: last.id }) : undefined
  const events = shown.map(({ userAgent, details, action, ...event }) => ({
    ...event,
    says: securityActions[action as SecurityAction] ?? action,
    details: details as Record<string, string>,
    browser: userAgent ? browserOf(userAgent) : null,
  }))
  return { events, next }
}
