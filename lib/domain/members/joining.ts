import { appendAudit } from '@/lib/access/audit'
import type { UserContext } from '@/lib/access/context'
import { enter, lockOrganization, type OrgDb } from '@/lib/db/scope'
import { heldRoleColumns, memberRole } from '../roles/held-roles'
import { active, type Role, roleOf } from '../roles/roles'
import { requireSeat } from './seats'

/** Into the organization that somebody wants to join, under its lock. `org` is null when it is gone. */
export async function enterToJoin(ctx: UserContext, organizationId: string) {
  const db = await enter(ctx.db, { organizationId })
  await lockOrganization(db, organizationId)
  const org = await db.organization.findFirst({
    where: { id: organizationId, deletedAt: null },
    select: { id: true, name: true, slug: true },
  })
  return { db, org }
}

/** Who made an invitation, as what they are in this organization now; null for somebody who has left. */
export async function findInviter(db: OrgDb, userId: string | null): Promise<Role | null> {
  if (!userId) return null
  const membership = await db.membership.findFirst({ where: { ...active(), userId }, select: heldRoleColumns })
  return membership && roleOf(membership)
}

/** Under the organization's lock. Nobody joins as what they are already, and a role that has ended is none. */
export async function isActiveMember(db: OrgDb, userId: string): Promise<boolean> {
  return (await db.membership.findFirst({ where: { ...active(), userId }, select: { id: true } })) !== null
}

type Newcomer = { organizationId: string; userId: string; role: Role }

/**
 * Under the organization's lock. The membership's id; null for who is a member already: their role is not touched, whichever is
 * the higher. One that has ended is replaced, and keeps its seat; anybody else needs one. Throws CONFLICT when none is free.
 */
export async function addMember(db: OrgDb, { organizationId, userId, role }: Newcomer): Promise<string | null> {
  const known = await db.membership.findFirst({ where: { userId }, select: { id: true, roleEndsAt: true } })
  if (known && (!known.roleEndsAt || known.roleEndsAt > new Date())) return null
  if (!known) await requireSeat(db, organizationId)
  const data = { ...memberRole(role), roleEndsAt: null }
  const written = known
    ? await db.membership.update({ where: { id: known.id }, data, select: { id: true } })
    : await db.membership.create({ data: { ...data, userId }, select: { id: true } })
  return written.id
}

/** What somebody did who is not, or not yet, a member. */
export function audit(
  { user, session, request }: UserContext,
  db: OrgDb,
  entry: Parameters<typeof appendAudit>[3][number],
) {
  return appendAudit(db, { userId: user.id, name: user.name, email: user.email, sessionId: session.id }, request, [
    entry,
  ])
}
