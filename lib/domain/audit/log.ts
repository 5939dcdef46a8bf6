import { z } from 'zod'
import { type AuditAction, auditActions } from '@/lib/access/audit'
import type { OrgContext } from '@/lib/access/context'
import { browserOf } from '@/lib/auth/sessions/device-name'
import { PAGE } from '../paging'
import { auditFilter, matching } from './filter'

const sequence = z.coerce.bigint().positive().max(9_000_000_000_000_000_000n).optional()

export const listAuditEventsSchema = z.object({ ...auditFilter, before: sequence })

/** What was written beside an event; empty once it was erased. */
export type AuditDetails = {
  actor?: { name: string; email: string | null }
  target?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  ip?: string | null
  userAgent?: string | null
  sessionId?: string | null
  requestId?: string
}

/** Newest first. */
export async function listAuditEvents({ db }: OrgContext, input: z.output<typeof listAuditEventsSchema>) {
  const { before, ...filter } = input
  const where = await matching(db, filter)
  if (!where) return { events: [] }
  const rows = await db.auditEvent.findMany({
    where: { ...where, sequence: before && { lt: before } },
    select: {
      sequence: true,
      at: true,
      action: true,
      actorId: true,
      effectiveActorId: true,
      target: true,
      hash: true,
      detail: { select: { detail: true } },
    },
    orderBy: { sequence: 'desc' },
    take: PAGE + 1,
    relationLoadStrategy: 'join',
  })
  const events = rows.slice(0, PAGE).map(({ detail, sequence, hash, ...event }) => {
    const details = (detail?.detail ?? {}) as AuditDetails
    return {
      ...event,
      sequence: sequence.toString(),
      says: auditActions[event.action as AuditAction] ?? event.action,
      hash: Buffer.from(hash).toString('hex'),
      erased: detail === null,
      device: details.userAgent ? browserOf(details.userAgent).name : null,
      details,
    }
  })
  return { events, next: rows.length > PAGE ? events.at(-1)?.sequence : undefined }
}
