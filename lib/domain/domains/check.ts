import { z } from 'zod'
import { type AuditActor, type AuditRequest, appendAudit, systemActor } from '@/lib/access/audit'
import type { OrgAct } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { pool } from '@/lib/db/pool'
import { enter, inTransaction, lockOrganization, type OrgDb, scopedTo } from '@/lib/db/scope'
import { lookUpText, type TextRecords } from '@/lib/dns'
import type { holdDomain } from './domains'
import { tellAboutDomain } from './mail'
import { recordOf } from './names'

/** Why a record was not found; `taken` when it was, and another organization has the domain. */
export const domainProblems = ['noName', 'noRecord', 'wrong', 'broken', 'unreachable', 'taken'] as const
export type DomainProblem = (typeof domainProblems)[number]

/** What may be the fault of a network between us and them: those are told of it a day later only. */
const uncertain: readonly string[] = ['broken', 'unreachable']
const DAY = 86_400_000
/** So many are asked for in one go; the rest comes an hour later. */
const BATCH = 1_000

export const domainCheck = z.object({ organizationId: z.uuid(), domainId: z.uuid() })
export type DomainCheck = z.output<typeof domainCheck>
type By = { actor: AuditActor; request: AuditRequest }

const byItself: By = { actor: systemActor, request: { id: 'domain-check', ip: null, userAgent: null } }

/** “Check now”. The question goes out once the transaction is over, and what was found is written in another. */
export async function checkDomainNow(
  { org, actor, session, request }: OrgAct,
  _: unknown,
  domain: NonNullable<Awaited<ReturnType<typeof holdDomain>>>,
) {
  await consume('checkDomain', org.id)
  const by = { actor: { ...actor, sessionId: session.id }, request }
  const check = { organizationId: org.id, domainId: domain.id }
  async function leaveFor() {
    await checkDomain(check, by)
    return `/o/${org.slug}/settings/domains?checked=${domain.id}`
  }
  return { unchanged: true as const, leaveFor }
}

/** Looks, outside of any transaction, and then writes what it means by now. May run twice. */
export async function checkDomain({ organizationId, domainId }: DomainCheck, by: By = byItself) {
  const claimed = await scopedTo({ organizationId }).domain.findFirst({
    where: { id: domainId },
    select: { name: true, token: true },
  })
  if (!claimed) return
  const { name, value } = recordOf(claimed)
  const problem = problemOf(await lookUpText(name), value)
  await inTransaction({ organizationId }, async (db) => {
    await lockOrganization(db, organizationId)
    const org = await db.organization.findFirst({
      where: { id: organizationId, deletedAt: null },
      select: { id: true, name: true, slug: true },
    })
    const domain = await db.domain.findFirst({ where: { id: domainId, token: claimed.token }, select: columns })
    if (!org || !domain) return
    if (problem) await noteMissing(db, org, domain, problem, by)
    else if (domain.verifiedAt) await noteFound(db, domain, by)
    else await claim(db, domain, by)
  })
}

const columns = { id: true, name: true, verifiedAt: true, failingSince: true, toldAt: true } as const
type Checked = { id: string; name: string; verifiedAt: Date | null; failingSince: Date | null; toldAt: Date | null }
type Organization = { id: string; name: string; slug: string }

function problemOf(answer: TextRecords, value: string): DomainProblem | null {
  if ('failure' in answer) return answer.failure
  return answer.records.some((record) => record.trim() === value) ? null : 'wrong'
}

async function claim(db: OrgDb, { id, name }: Checked, { actor, request }: By) {
  const [claimed] = await db.$queryRaw<{ won: boolean; lost_by: string | null; lost: string | null }[]>`
    select won, lost_by, lost from claim_domain(${id}::uuid)`
  if (!claimed?.won) {
    await db.domain.update({ where: { id }, data: { problem: 'taken', checkedAt: new Date() }, select: { id: true } })
    return
  }
  await appendAudit(db, actor, request, [{ action: 'domain.verified', target: { id, name }, after: { domain: name } }])
  if (claimed.lost_by && claimed.lost) await tellLoser(db, claimed.lost_by, { id: claimed.lost, name })
}

/** It let its record go for longer than the grace, and somebody else has proved the domain. */
async function tellLoser(db: OrgDb, organizationId: string, { id, name }: { id: string; name: string }) {
  const theirs = await enter(db, { organizationId })
  const org = await theirs.organization.findFirst({
    where: { id: organizationId, deletedAt: null },
    select: { name: true, slug: true },
  })
  if (org) await tellAboutDomain(theirs, org, { event: 'lost', domain: name })
  await appendAudit(theirs, byItself.actor, byItself.request, [
    { action: 'domain.lost', target: { id, name }, before: { domain: name } },
  ])
}

async function noteFound(db: OrgDb, { id, name, failingSince }: Checked, { actor, request }: By) {
  const data = { problem: null, failingSince: null, toldAt: null, checkedAt: new Date() }
  await db.domain.update({ where: { id }, data, select: { id: true } })
  if (!failingSince) return
  await appendAudit(db, actor, request, [
    { action: 'domain.recovered', target: { id, name }, before: { failingSince } },
  ])
}

async function noteMissing(db: OrgDb, org: Organization, domain: Checked, problem: DomainProblem, by: By) {
  const { id, name, verifiedAt, toldAt } = domain
  const now = new Date()
  const failingSince = verifiedAt && (domain.failingSince ?? now)
  const lasts = failingSince && (!uncertain.includes(problem) || now.getTime() - failingSince.getTime() > DAY)
  const tells = lasts && !toldAt
  const data = { problem, checkedAt: now, failingSince, toldAt: tells ? now : toldAt }
  await db.domain.update({ where: { id }, data, select: { id: true } })
  if (tells) await tellAboutDomain(db, org, { event: 'failing', domain: name, failingSince })
  if (!failingSince || domain.failingSince) return
  await appendAudit(db, by.actor, by.request, [
    { action: 'domain.failing', target: { id, name }, after: { problem, failingSince } },
  ])
}

/** A job for each that is due, so that a name server that is silent holds up nobody else. Answers how many. */
export async function enqueueDueDomains(): Promise<number> {
  const { rowCount } = await pool.query(
    `select graphile_worker.add_job(
              'check_domain', json_build_object('organizationId', organization_id, 'domainId', domain_id),
              max_attempts => 3, job_key => 'check_domain:' || domain_id)
       from due_domains($1)`,
    [BATCH],
  )
  return rowCount ?? 0
}
