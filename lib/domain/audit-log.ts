import { z } from 'zod'
import { type AuditAction, auditActions } from '@/lib/access/audit'
import type { OrgContext } from '@/lib/access/context'
import { PAGE } from './paging'
import { normalizeEmail } from './strings'

const actions = Object.keys(auditActions) as AuditAction[]
const day = z.iso.date().optional()

export const listAuditEventsSchema = z.object({
  action: z.enum(actions).optional(),
  /** An e-mail address. */
  actor: z.string().trim().max(254).optional(),
  target: z.uuid().optional(),
  from: day,
  to: day,
  before: z.coerce.bigint().positive().max(9_000_000_000_000_000_000n).optional(),
})

/** What was written beside an event; empty once it was erased. */
export type AuditDetails = {
  actor?: { name: string; email: string | null }
  target?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  ip?: string
  userAgent?: string | null
  requestId?: string
}

const DAY = 86_400_000

/** Newest first. The address of a person narrows to their acts, also after they left. */
export async function listAuditEvents({ db }: OrgContext, filter: z.output<typeof listAuditEventsSchema>) {
  const { action, actor, target, from, to, before } = filter
  const rows = await db.auditEvent.findMany({
    where: {
      action,
      target,
      sequence: before && { lt: before },
      at: { gte: from && new Date(from), lt: to && new Date(new Date(to).getTime() + DAY) },
      ...(actor && { detail: { detail: { path: ['actor', 'email'], equals: normalizeEmail(actor) ?? actor } } }),
    },
    select: {
      sequence: true,
      at: true,
      action: true,
      actorId: true,
      target: true,
      detail: { select: { detail: true } },
    },
    orderBy: { sequence: 'desc' },
    take: PAGE + 1,
  })
  const events = rows.slice(0, PAGE).map(({ detail, sequence, ...event }) => ({
    ...event,
    sequence: sequence.toString(),
    says: auditActions[event.action as AuditAction] ?? event.action,
    details: (detail?.detail ?? {}) as AuditDetails,
  }))
  return { events, next: rows.length > PAGE ? events.at(-1)?.sequence : undefined }
}
