import { type AuditEntry, type AuditRequest, appendAudit, systemActor } from '@/lib/access/audit'
import { enter, type IdentityDb, lockOrganization, type OrgDb } from '@/lib/db/scope'
import { findSuccessor } from '@/lib/domain/ownership/ownership'
import { RESTORABLE } from '@/lib/parameters'

/**
 * Takes somebody out of every organization, those that were deleted included. For an account that nobody had proved: what
 * was given to it, or made with it, was not given to the person who proves the address now.
 */
export async function endMemberships(db: IdentityDb, userId: string, request: AuditRequest): Promise<void> {
  const held = await (await enter(db, { userId })).membership.findMany({
    where: { userId },
    orderBy: { organizationId: 'asc' }, // two at once lock in the same order
    select: { organizationId: true },
  })
  for (const { organizationId } of held) {
    const org = await enter(db, { organizationId })
    await lockOrganization(org, organizationId)
    await appendAudit(org, systemActor, request, await endMembership(org, organizationId, userId))
  }
  await enter(db, { identity: true })
}

async function endMembership(db: OrgDb, organizationId: string, userId: string): Promise<AuditEntry[]> {
  const mine = await db.membership.findFirst({ where: { userId }, select: shown })
  if (!mine) return []
  const heir = mine.builtInRole === 'owner' ? await findSuccessor(db, mine.id) : 'not needed'
  if (heir === 'none') return [await deleteForGood(db, organizationId)]
  await db.membership.delete({ where: { id: mine.id }, select: { id: true } })
  const before = { role: mine.builtInRole ?? mine.role?.name, reason: UNPROVED }
  const removed: AuditEntry = {
    action: 'member.removed',
    target: { id: mine.id, name: mine.user.name, userId },
    before,
  }
  return heir === 'not needed' ? [removed] : [heir.fact, removed]
}

const shown = {
  id: true,
  builtInRole: true,
  role: { select: { name: true } },
  user: { select: { name: true } },
} as const

const UNPROVED = 'it was given before the address was proved'

/** An organization always has an owner, so this one keeps its last member until it is swept, too late to be restored. */
async function deleteForGood(db: OrgDb, organizationId: string): Promise<AuditEntry> {
  const { name } = await db.organization.update({
    where: { id: organizationId },
    data: { deletedAt: new Date(Date.now() - RESTORABLE - 60_000) },
    select: { name: true },
  })
  return { action: 'organization.deleted', target: { id: organizationId, name }, before: { reason: UNPROVED } }
}
