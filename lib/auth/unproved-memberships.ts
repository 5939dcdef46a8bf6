import { type AuditEntry, type AuditRequest, appendAudit, systemActor } from '@/lib/access/audit'
import { enter, type IdentityDb, lockOrganization, type OrgDb } from '@/lib/db/scope'
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

const shown = {
  id: true,
  userId: true,
  builtInRole: true,
  role: { select: { name: true } },
  user: { select: { name: true } },
} as const

async function endMembership(db: OrgDb, organizationId: string, userId: string): Promise<AuditEntry[]> {
  const mine = await db.membership.findFirst({ where: { userId }, select: shown })
  if (!mine) return []
  const facts: AuditEntry[] = []
  if (mine.builtInRole === 'owner' && !(await findOther(db, userId, { builtInRole: 'owner' }))) {
    const heir = await findHeir(db, userId)
    if (!heir) return [await deleteForGood(db, organizationId)]
    facts.push(await makeOwner(db, heir))
  }
  await db.membership.delete({ where: { id: mine.id }, select: { id: true } })
  const before = { role: mine.builtInRole ?? mine.role?.name, reason: UNPROVED }
  return [...facts, { action: 'member.removed', target: { id: mine.id, name: mine.user.name, userId }, before }]
}

const UNPROVED = 'it was given before the address was proved'

type Member = NonNullable<Awaited<ReturnType<typeof findOther>>>

/** Of those who are left, an admin before everybody else, and who has been there longest. */
async function findHeir(db: OrgDb, userId: string): Promise<Member | null> {
  return (await findOther(db, userId, { builtInRole: 'admin' })) ?? (await findOther(db, userId, {}))
}

function findOther(db: OrgDb, userId: string, role: { builtInRole?: 'owner' | 'admin' }) {
  return db.membership.findFirst({
    where: {
      ...role,
      userId: { not: userId },
      user: { disabledAt: null, emailVerified: { not: null } },
      OR: [{ roleEndsAt: null }, { roleEndsAt: { gt: new Date() } }],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: shown,
  })
}

async function makeOwner(db: OrgDb, { id, userId, user, builtInRole, role }: Member): Promise<AuditEntry> {
  const owner = { builtInRole: 'owner', roleId: null, roleEndsAt: null } as const
  await db.membership.update({ where: { id }, data: owner, select: { id: true } })
  return {
    action: 'member.role_changed',
    target: { id, name: user.name, userId },
    before: { role: builtInRole ?? role?.name },
    after: { role: 'owner', reason: 'nobody else could own it' },
  }
}

/** An organization always has an owner, so this one keeps its last member until it is swept, too late to be restored. */
async function deleteForGood(db: OrgDb, organizationId: string): Promise<AuditEntry> {
  const { name } = await db.organization.update({
    where: { id: organizationId },
    data: { deletedAt: new Date(Date.now() - RESTORABLE - 60_000) },
    select: { name: true },
  })
  return { action: 'organization.deleted', target: { id: organizationId, name }, before: { reason: UNPROVED } }
}
