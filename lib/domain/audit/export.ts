import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import type { Send } from '@/lib/access/streams'
import { type OrgDb, scopedTo } from '@/lib/db/scope'
import { AUDIT_EXPORT_BATCH } from '@/lib/parameters'
import { auditFilter, matching } from './filter'
import type { AuditFormat, ExportedEvent } from './formats'

export const exportAuditSchema = z.object(auditFilter)

/**
 * Oldest first, up to the event that says so: what is appended meanwhile is not part of it. Nothing is read before somebody
 * takes it, and no connection is held in between: a chain only ever grows, so it agrees with itself without a transaction.
 */
export async function exportAuditLog(ctx: OrgAct, filter: z.output<typeof exportAuditSchema>, format: AuditFormat) {
  const { db, org, audit } = ctx
  await consume('exportAudit', org.id)
  const head = await db.auditHead.findFirst({ select: { sequence: true } })
  const narrowed = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  audit({
    action: 'audit.exported',
    target: { id: org.id, name: org.name },
    after: { format: format.extension, ...narrowed },
  })
  const file = `${org.slug}-audit-log-${new Date().toISOString().slice(0, 10)}.${format.extension}`
  return {
    type: format.type,
    file,
    async write(send: Send) {
      for await (const piece of piecesOf(org.id, filter, head?.sequence ?? 0n, format)) await send(piece)
    },
  }
}

async function* piecesOf(
  organizationId: string,
  filter: z.output<typeof exportAuditSchema>,
  until: bigint,
  format: AuditFormat,
) {
  const db = scopedTo({ organizationId })
  if (format.head) yield format.head
  const where = await matching(db, filter)
  if (!where) return
  for (let after = 0n; ; ) {
    const found = await db.auditEvent.findMany({
      where: { ...where, sequence: { gt: after, lte: until } },
      select: { sequence: true },
      orderBy: { sequence: 'asc' },
      take: AUDIT_EXPORT_BATCH,
    })
    const last = found.at(-1)
    if (!last) return
    const events = await readEvents(
      db,
      organizationId,
      found.map(({ sequence }) => sequence),
    )
    yield events.map(format.line).join('')
    if (found.length < AUDIT_EXPORT_BATCH) return
    after = last.sequence
  }
}

/** As one text that is parsed once: rows of Prisma's would be taken apart and put together three times, a hundred thousand of them. */
async function readEvents(db: OrgDb, organizationId: string, sequences: bigint[]): Promise<ExportedEvent[]> {
  const [read] = await db.$queryRaw<{ events: string }[]>`
    select json_agg(json_build_object(
             'sequence', e.sequence, 'organizationId', e."organizationId",
             'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'action', e.action, 'actorId', e."actorId", 'effectiveActorId', e."effectiveActorId", 'target', e.target,
             'detail', d.detail, 'detailDigest', encode(e."detailDigest", 'hex'),
             'previousHash', encode(e."previousHash", 'hex'), 'hash', encode(e.hash, 'hex')) order by e.sequence)::text as events
      from "AuditEvent" e
      left join "AuditDetail" d on d."organizationId" = e."organizationId" and d.sequence = e.sequence
     where e."organizationId" = ${organizationId}::uuid and e.sequence = any(${sequences})`
  return JSON.parse(read?.events ?? '[]')
}
