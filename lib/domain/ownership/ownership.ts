import type { AuditEntry } from '@/lib/access/audit'
import type { OrgDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { lasting } from '../roles/held-roles'

// One rule: an organization is never without somebody who can act as its owner. Whoever takes ownership away asks here first, under
// lockOrganization(): leaving, stepping down, demoting, removing, handing over and deleting an account refuse; what others do to an
// account, disabling it or proving its address, finds an heir. keep_an_owner() in the migrations says no as well, at the commit.

/** Who can act: a disabled person does nothing, and an address that nobody proved is nobody's yet. Ownership has no end date. */
const able = { disabledAt: null, emailVerified: { not: null } } as const
export const owning = { builtInRole: 'owner', user: able } as const

type Looking = Pick<OrgDb, 'membership'>

export const NEEDS_OWNER = 'An organization needs an owner. Make somebody else an owner first.'

/** Whether somebody else could act as the owner, were this membership none any more. */
export async function hasAnotherOwner(db: Looking, membershipId: string): Promise<boolean> {
  const where = { ...owning, id: { not: membershipId } }
  return (await db.membership.findFirst({ where, select: { id: true } })) !== null
}

export async function requireAnotherOwner(db: Looking, membershipId: string, sentence = NEEDS_OWNER): Promise<void> {
  if (!(await hasAnotherOwner(db, membershipId))) throw new AppError('CONFLICT', sentence)
}

/** What this owner had offered is offered no more, should they be an owner again one day. */
export async function endOwnership(db: OrgDb, membershipId: string, sentence?: string): Promise<void> {
  await requireAnotherOwner(db, membershipId, sentence)
  await db.ownershipOffer.deleteMany({ where: { fromId: membershipId } })
}

const shown = {
  id: true,
  userId: true,
  builtInRole: true,
  role: { select: { name: true } },
  user: { select: { name: true, email: true } },
} as const

type Heir = { fact: AuditEntry; email: string; name: string }

/**
 * For what happens to an owner whether they want it or not. When nobody else could act as the owner somebody becomes it: of
 * those who can act, an admin before everybody else, and who has been there longest. `none` when there is nobody.
 */
export async function findSuccessor(db: OrgDb, membershipId: string): Promise<Heir | 'not needed' | 'none'> {
  if (await hasAnotherOwner(db, membershipId)) return 'not needed'
  const heir = (await findAble(db, membershipId, { builtInRole: 'admin' })) ?? (await findAble(db, membershipId, {}))
  if (!heir) return 'none'
  const { id, userId, user, builtInRole, role } = heir
  await db.membership.update({ where: { id }, data: asOwner, select: { id: true } })
  const fact: AuditEntry = {
    action: 'member.role_changed',
    target: { id, name: user.name, userId },
    before: { role: builtInRole ?? role?.name },
    after: { role: 'owner', reason: 'nobody else could own it' },
  }
  return { fact, ...user }
}

/** What is written to the membership of somebody who becomes an owner. */
export const asOwner = { builtInRole: 'owner', roleId: null, roleEndsAt: null, ...lasting } as const

function findAble(db: OrgDb, membershipId: string, role: { builtInRole?: 'admin' }) {
  return db.membership.findFirst({
    where: {
      ...role,
      id: { not: membershipId },
      user: able,
      OR: [{ roleEndsAt: null }, { roleEndsAt: { gt: new Date() } }],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: shown,
  })
}
