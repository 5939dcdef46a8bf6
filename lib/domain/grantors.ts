import { covers, grantedBy, type Permission, type Permissions } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { heldRoleColumns, withHeldRole } from './held-roles'
import { active, type Role, roleOf } from './roles'

/** More than anybody reads; beyond them some who could are not looked at. */
const LOOKED_AT = 50

type Wanted = { permission: Permission; by: { membershipId: string; permissions: Permissions } }

/** Members who could give somebody this permission: they may change roles, hold it, and hold whatever that person has. Who has been here longest comes first. */
export async function listGrantors(db: OrgDb, { permission, by }: Wanted) {
  const hasEvery = ['member:update', permission]
  const members = await db.membership.findMany({
    relationLoadStrategy: 'join',
    where: {
      AND: [active(), withHeldRole({ builtIn: grantedBy(permission), own: { permissions: { hasEvery } } })],
      id: { not: by.membershipId },
    },
    select: { user: { select: { name: true, email: true } }, ...heldRoleColumns },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: LOOKED_AT,
  })
  const could = ({ permissions }: Role) => permissions.has(permission) && covers(permissions, by.permissions)
  return members.filter((member) => could(roleOf(member))).map(({ user }) => user)
}
