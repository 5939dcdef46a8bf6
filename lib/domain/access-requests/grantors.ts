import { covers, grantedBy, type Permission, type Permissions } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { heldRoleColumns, withHeldRole } from '../roles/held-roles'
import { active, roleOf } from '../roles/roles'

/** More than anybody reads; beyond them some who could are not looked at. */
const LOOKED_AT = 50

type Wanted = { permission: Permission; by: { membershipId: string; permissions: Permissions } }

/** Members who could give somebody this permission: they may change roles, hold it, and hold whatever that person has. Who has been here longest comes first. */
export async function listGrantors(db: OrgDb, { permission, by }: Wanted) {
  const builtIn = grantedBy(permission)
  const hasEvery = ['member:update', permission]
  const members = await db.membership.findMany({
    relationLoadStrategy: 'join',
    where: {
      id: { in: await listCandidates(db, builtIn, hasEvery), not: by.membershipId },
      AND: [active(), withHeldRole({ builtIn, own: { permissions: { hasEvery } } })],
    },
    select: { user: { select: { name: true, email: true } }, ...heldRoleColumns },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: LOOKED_AT,
  })
  return members.filter((member) => covers(roleOf(member).permissions, by.permissions)).map(({ user }) => user)
}

/** Whoever has such a role, lastingly, or any for a time: of ten thousand members few, and an index leads to them. */
async function listCandidates(db: OrgDb, builtIn: string[], hasEvery: string[]) {
  const rows = await db.$queryRaw<{ id: string }[]>`
    with able as materialized (
      select id, "createdAt" from "Membership"
       where "organizationId" = scope('organization_id')::uuid
         and ("roleValue" = any (${builtIn}::text[] || array(select id::text from "Role" where permissions @> ${hasEvery}::text[]))
              or "temporaryUntil" > now())
         and ("roleEndsAt" is null or "roleEndsAt" > now()))
    select id from able order by "createdAt", id limit ${LOOKED_AT * 4}`
  return rows.map(({ id }) => id)
}
