import { covers, grantedBy, ownable, type Permission, type Permissions } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { active, roleColumns, roleOf } from './roles'

/** More than anybody reads; beyond them some who could are not looked at. */
const LOOKED_AT = 50

type Wanted = { permission: Permission; by: { membershipId: string; permissions: Permissions } }

/** Members who could give somebody this permission: they may change roles, hold it, and hold whatever that person has. Who has been here longest comes first. */
export async function listGrantors(db: OrgDb, { permission, by }: Wanted) {
  const own = { role: { permissions: { hasEvery: ['member:update', permission] } } }
  const builtIn = { builtInRole: { in: grantedBy(permission) } }
  const members = await db.membership.findMany({
    relationLoadStrategy: 'join',
    where: {
      AND: [active(), { OR: ownable.includes(permission) ? [builtIn, own] : [builtIn] }],
      id: { not: by.membershipId },
    },
    select: { user: { select: { name: true, email: true } }, ...roleColumns },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: LOOKED_AT,
  })
  return members.filter((member) => covers(roleOf(member).permissions, by.permissions)).map(({ user }) => user)
}
