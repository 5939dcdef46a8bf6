import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { AppError } from '@/lib/errors'
import { CHANGED_MEANWHILE, requireNoMoreThan, roleSchema } from './custom-roles'
import { lasting } from './held-roles'
import { reviewChange } from './review'
import { getRole, lastingRoleOf, type Role, requireCanGive, roleColumns, roleData } from './roles'

/** `moveTo` is asked for once somebody has the role, or was offered it and may still accept. */
export const deleteRoleSchema = roleSchema.extend({ moveTo: z.string().optional(), reviewed: z.string().optional() })

type Held = { role: Role; editor: Role }

/** Its members and open invitations go to another role that the editor may give, and then it is gone, in one transaction. */
export async function deleteRole(ctx: OrgAct, input: z.output<typeof deleteRoleSchema>, { role, editor }: Held) {
  requireNoMoreThan(editor, role)
  const isUsed = await hasUses(ctx, role)
  if (isUsed) {
    if (!input.moveTo)
      throw new AppError('BAD_INPUT', 'Please check what you entered.', {
        fieldErrors: { moveTo: ['Choose where its members and invitations go.'] },
      })
    const target = await getTarget(ctx, role, input.moveTo)
    requireCanGive(editor, target)
    const review = await reviewChange(ctx, { before: role, after: target })
    const values = { moveTo: input.moveTo }
    if (!input.reviewed) return { review, values, unchanged: true as const }
    if (input.reviewed !== review.token) return { message: CHANGED_MEANWHILE, review, values, unchanged: true as const }
    await moveMembers(ctx, role, target)
    await moveTemporary(ctx, role, target)
    await moveInvitations(ctx, role, target)
  }
  await closeTheBooks(ctx, role)
  await ctx.db.role.delete({ where: { id: role.value } })
  ctx.audit({
    action: 'role.deleted',
    target: { id: role.value, name: role.name },
    before: { name: role.name, permissions: [...role.permissions] },
  })
  return { redirectTo: `/o/${ctx.org.slug}/roles?deleted` }
}

async function getTarget({ db }: OrgContext, role: Role, moveTo: string) {
  const target = await getRole(db, moveTo)
  if (target.value === role.value) throw new AppError('CONFLICT', 'Choose another role: this one goes.')
  if (target.builtInRole === 'owner') throw new AppError('CONFLICT', 'Owners are made one by one, on the members page.')
  return target
}

const open = { acceptedAt: null, revokedAt: null }

async function hasUses({ db, org }: OrgContext, { value }: Role) {
  const having = { organizationId: org.id, roleId: value }
  const held = { organizationId: org.id, OR: [{ roleId: value }, { temporaryRoleId: value }] }
  if (await db.membership.findFirst({ where: held, select: { id: true } })) return true
  return (await db.invitation.findFirst({ where: { ...open, ...having }, select: { id: true } })) !== null
}

/** An end that was set for the role stays: whose time was over is not let in again. One statement, however many they are. */
async function moveMembers({ db, org, audit }: OrgAct, role: Role, target: Role) {
  const { builtInRole, roleId } = roleData(target)
  const members = await db.$queryRaw<{ id: string; userId: string; name: string }[]>`
    with moved as (
      update "Membership" set "builtInRole" = ${builtInRole}::"BuiltInRole", "roleId" = ${roleId}::uuid
       where "organizationId" = ${org.id}::uuid and "roleId" = ${role.value}::uuid returning id, "userId")
    select m.id, m."userId", u.name from moved m join "User" u on u.id = m."userId"`
  for (const { id, userId, name } of members)
    audit({
      action: 'member.role_changed',
      target: { id, name, userId },
      before: { role: role.name },
      after: { role: target.name },
    })
}

/** Those who had it for a time have the other one for the rest of it; none of it, if that is theirs anyway. */
async function moveTemporary({ db, org, audit }: OrgAct, role: Role, target: Role) {
  const having = { organizationId: org.id, temporaryRoleId: role.value }
  const members = await db.membership.findMany({
    where: having,
    select: { id: true, temporaryUntil: true, ...roleColumns, user: { select: { id: true, name: true } } },
    relationLoadStrategy: 'join',
  })
  const { builtInRole: temporaryBuiltInRole, roleId: temporaryRoleId } = roleData(target)
  await db.membership.updateMany({ where: { ...having, ...roleData(target) }, data: lasting })
  await db.membership.updateMany({ where: having, data: { temporaryBuiltInRole, temporaryRoleId } })
  for (const { id, user, temporaryUntil: until, ...row } of members) {
    const isTheirs = lastingRoleOf(row).value === target.value
    audit({
      action: 'member.role_changed',
      target: { id, name: user.name, userId: user.id },
      before: { role: role.name, until },
      after: { role: target.name, until: isTheirs ? undefined : until },
    })
  }
}

async function moveInvitations({ db, org, audit }: OrgAct, role: Role, target: Role) {
  const where = { ...open, organizationId: org.id, roleId: role.value }
  const invitations = await db.invitation.findMany({ where, select: { id: true, email: true } })
  await db.invitation.updateMany({ where, data: roleData(target) })
  for (const { id, email } of invitations)
    audit({
      action: 'invitation.role_changed',
      target: { id, name: email ?? 'whoever has the link' },
      before: { role: role.name },
      after: { role: target.name },
    })
}

/** Closed invitations are history: they keep the name of what they offered, and offer nothing. */
async function closeTheBooks({ db, org }: OrgContext, { value, name }: Role) {
  await db.invitation.updateMany({
    where: { organizationId: org.id, roleId: value },
    data: { roleId: null, builtInRole: 'viewer', formerRole: name },
  })
}
