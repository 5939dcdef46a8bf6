import { z } from 'zod'
import { appendAudit, systemActor } from '@/lib/access/audit'
import { pool } from '@/lib/db/pool'
import { inTransaction, lockOrganization, type OrgDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { heldRoleColumns, lasting } from './held-roles'
import { isSoon, lastDayOf } from './last-days'
import { lastingRoleOf, roleOf } from './roles'

// What is told of ends, and noted. No access hangs on it: a role that is over counts no more from that moment on, worker or not.

export const endingRole = z.object({ organizationId: z.uuid(), membershipId: z.uuid() })
export type EndingRole = z.output<typeof endingRole>

/** So many are asked for in one go; the rest comes an hour later. */
const BATCH = 1_000
const byItself = { id: 'role-ends', ip: null, userAgent: null }

/** A job for each, so that one that fails holds up no other. Answers how many. */
export async function enqueueEndingRoles(): Promise<number> {
  const { rowCount } = await pool.query(
    `select graphile_worker.add_job(
              'attend_role_end', json_build_object('organizationId', organization_id, 'membershipId', membership_id),
              max_attempts => 3, job_key => 'role_end:' || membership_id)
       from due_role_ends($1)`,
    [BATCH],
  )
  return rowCount ?? 0
}

/** Whoever fell back to their lasting role is told, and so is whoever soon will, once for each end. May run twice. */
export async function attendRoleEnd({ organizationId, membershipId }: EndingRole) {
  await inTransaction({ organizationId }, async (db) => {
    await lockOrganization(db, organizationId)
    const org = await db.organization.findFirst({
      where: { id: organizationId, deletedAt: null },
      select: { name: true, slug: true },
    })
    const member = await db.membership.findFirst({ where: { id: membershipId }, select: columns })
    if (!org || !member) return
    const { temporaryUntil: until } = member
    if (until && until <= new Date()) await noteFallBack(db, org, member, until)
    else await announce(db, org, member)
  })
}

const columns = {
  id: true,
  ...heldRoleColumns,
  roleEndsAt: true,
  toldOfEnd: true,
  user: { select: { id: true, name: true, email: true, disabledAt: true } },
} as const
type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>
const findMember = (db: OrgDb, id: string) => db.membership.findFirst({ where: { id }, select: columns })
type Organization = { name: string; slug: string }

async function noteFallBack(db: OrgDb, org: Organization, member: Member, until: Date) {
  const { id, user, temporaryBuiltInRole, temporaryRole } = member
  const was = lastingRoleOf({ builtInRole: temporaryBuiltInRole, role: temporaryRole })
  const now = lastingRoleOf(member)
  const lastDay = lastDayOf(until)
  await db.membership.update({ where: { id }, data: lasting, select: { id: true } })
  const isHere = !member.roleEndsAt || member.roleEndsAt > new Date()
  if (isHere) await tell(db, org, member, { event: 'over', roleName: was.name, followingName: now.name, lastDay })
  await appendAudit(db, systemActor, byItself, [
    {
      action: 'member.role_fell_back',
      target: { id, name: user.name, userId: user.id },
      before: { role: was.name, lastDay },
      after: { role: now.name },
    },
  ])
}

async function announce(db: OrgDb, org: Organization, member: Member) {
  const { afterwards, name } = roleOf(member)
  const ends = [afterwards?.until, member.roleEndsAt].filter((end) => end instanceof Date)
  const end = ends.sort((one, other) => one.getTime() - other.getTime())[0]
  if (!end || end <= new Date() || !isSoon(end) || member.toldOfEnd?.getTime() === end.getTime()) return
  await db.membership.update({ where: { id: member.id }, data: { toldOfEnd: end }, select: { id: true } })
  const followingName = end === afterwards?.until ? afterwards.role.name : undefined
  await tell(db, org, member, { event: 'soon', roleName: name, followingName, lastDay: lastDayOf(end) })
}

type Told = { event: 'soon' | 'over'; roleName: string; followingName?: string; lastDay: string }

async function tell(db: OrgDb, org: Organization, { user }: Member, told: Told) {
  if (user.disabledAt) return
  const url = `${env.APP_URL}/o/${org.slug}`
  const props = { ...told, name: user.name, organizationName: org.name, url }
  await sendMail(db, { template: 'role-ending', to: user.email, props })
}
