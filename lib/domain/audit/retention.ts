import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { pool } from '@/lib/db/pool'
import { lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { AUDIT_RETENTION, AUDIT_SWEEP } from '@/lib/parameters'

/** Days that people can choose from; null keeps history for ever. */
export const retentions = [null, 2_555, 1_095, 730, 365, 180, AUDIT_RETENTION.min] as const

const FOREVER = 'forever'
const values = [FOREVER, ...retentions.flatMap((days) => (days ? [String(days)] : []))]

export const changeRetentionSchema = z.object({
  days: z
    .enum(values as [string, ...string[]], 'Choose how long.')
    .transform((value) => (value === FOREVER ? null : Number(value))),
})

type Found = { days: number | null; sequence: bigint; anchor: bigint; old: (string | null)[] }

/** What is kept now, and for each choice how many events would go, up to when. The numbers of a chain have no gaps, so nothing is counted. */
export async function findRetention({ db, org }: OrgContext) {
  const now = new Date()
  const untils = retentions.map((days) => days && new Date(now.getTime() - days * 86_400_000))
  const [found] = await db.$queryRaw<Found[]>`
    select o."auditRetentionDays" as days, coalesce(h.sequence, 0) as sequence, coalesce(h."anchorSequence", 0) as anchor,
           array(select (select e.sequence from "AuditEvent" e
                          where e."organizationId" = o.id and e.at < until order by e.at desc, e.sequence desc limit 1)::text
                   from unnest(${untils}::timestamptz[]) with ordinality as choices (until, place) order by place) as old
      from "Organization" o left join "AuditHead" h on h."organizationId" = o.id
     where o.id = ${org.id}::uuid`
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { days, sequence, anchor, old } = found
  const choices = retentions.map((days, place) => ({
    days,
    value: days ? String(days) : FOREVER,
    removes: Math.max(0, Number(old[place] ?? anchor) - Number(anchor)),
    until: untils[place] || null,
  }))
  return { days, removed: Number(anchor), kept: Number(sequence - anchor), choices }
}

export async function changeRetention(ctx: OrgAct, { days }: z.output<typeof changeRetentionSchema>) {
  const { db, org, audit } = ctx
  await lockOrganization(db, org.id)
  const before = await db.organization.findFirst({
    where: { id: org.id, deletedAt: null },
    select: { name: true, auditRetentionDays: true },
  })
  if (!before) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (before.auditRetentionDays === days)
    return { ok: true, message: 'That is how it is already.', unchanged: true as const }
  await db.organization.update({ where: { id: org.id }, data: { auditRetentionDays: days }, select: { id: true } })
  audit({
    action: 'audit.retention_changed',
    target: { id: org.id, name: before.name },
    before: { days: before.auditRetentionDays },
    after: { days },
  })
  return {
    ok: true,
    message: days
      ? `Saved. What is older than ${days} days goes within the next hour, and then day by day.`
      : 'Saved. From now on nothing is removed.',
  }
}

/** Every organization's own setting, a batch of one organization at a time. What is left over has its turn an hour later. */
export async function forgetHistory(): Promise<number> {
  let events = 0
  for (let round = 0; round < AUDIT_SWEEP.rounds; round++) {
    const { rows } = await pool.query<{ gone: number }>('select forget_history($1) as gone', [AUDIT_SWEEP.batch])
    const gone = rows[0]?.gone ?? 0
    if (gone === 0) break
    events += gone
  }
  return events
}
