import { refusalSentence } from '@/lib/access/authorize'
import type { OrgContext } from '@/lib/access/context'
import { can, type Permission } from '@/lib/access/permissions'
import { lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { heldRoleColumns } from './held-roles'
import { active, type Role, roleOf } from './roles'

/**
 * Locks, then looks: whoever gives, takes or changes a role in this organization takes turns from here on. What the actor may
 * do is looked up again, because the one before them in line may just have changed it.
 */
export async function holdActor({ db, org, actor }: OrgContext, permission: Permission): Promise<Role> {
  await lockOrganization(db, org.id)
  const membership = await db.membership.findFirst({
    where: { ...active(), id: actor.membershipId },
    select: heldRoleColumns,
  })
  if (!membership) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const role = roleOf(membership)
  if (!can(role, permission)) throw new AppError('FORBIDDEN', refusalSentence(permission), { permission })
  return role
}
