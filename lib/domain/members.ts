import { z } from 'zod'
import { refusalSentence } from '@/lib/access/authorize'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { can, type Permission } from '@/lib/access/permissions'
import { requireProof } from '@/lib/access/proof'
import { lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { havingRole, heldRoleColumns, memberRole } from './held-roles'
import { asOwner, endOwnership } from './ownership'
import { after, cursor, newestFirst, PAGE, pageOf } from './paging'
import { active, getRole, hasAsMuch, requireCanGive, roleOf } from './roles'
import { containing, id } from './strings'

const shown = {
  id: true,
  createdAt: true,
  roleEndsAt: true,
  ...heldRoleColumns,
  user: { select: { id: true, name: true, email: true, image: true, disabledAt: true, emailVerified: true } },
} as const

export const listMembersSchema = z.object({
  q: z.string().trim().max(100).optional(),
  role: z.string().max(40).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  after: cursor,
})

export async function listMembers({ db }: OrgContext, input: z.output<typeof listMembersSchema>) {
  const { q, role, status } = input
  const matches = containing(q ?? '')
  const members = await db.membership.findMany({
    relationLoadStrategy: 'join',
    where: {
      AND: [
        after(input.after),
        q ? { user: { OR: [{ name: matches }, { email: matches }] } } : {},
        (role && havingRole(role)) || {},
        status ? { [status === 'active' ? 'AND' : 'NOT']: active() } : {},
      ],
    },
    select: shown,
    orderBy: [...newestFirst],
    take: PAGE + 1,
  })
  return pageOf(members)
}

/** Why somebody's role cannot be touched: they have more than whoever looks, or they are the last owner. For showing; the acts decide by themselves. */
export type Obstacle = 'above' | 'lastOwner'

export function obstacleFor(actor: OrgContext['actor'], member: Member, owners: number): Obstacle | null {
  if (!hasAsMuch(actor, roleOf(member))) return 'above'
  const others = owners - (member.user.disabledAt || !member.user.emailVerified ? 0 : 1)
  return member.builtInRole === 'owner' && others < 1 ? 'lastOwner' : null
}

export const memberSchema = z.object({ membershipId: id() })
export const changeRoleSchema = memberSchema.extend({ role: z.string('Choose a role.').min(1, 'Choose a role.') })

export type Held = { target: Member; actor: Member }
type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>

function findMember({ db }: OrgContext, id: string, only = {}) {
  return db.membership.findFirst({ where: { id, ...only }, select: shown })
}

/**
 * Locks, then looks: from here on nobody else changes who is who in this organization. The actor is looked up again as
 * well, because the one before them in line may just have changed what they may do.
 */
const holding = (permission: Permission) =>
  async function holdMember(ctx: OrgContext, { membershipId }: { membershipId: string }): Promise<Held | null> {
    await lockOrganization(ctx.db, ctx.org.id)
    const actor = await findMember(ctx, ctx.actor.membershipId, active())
    if (!actor) throw new AppError('NOT_FOUND', NOTHING_HERE)
    if (!can(roleOf(actor), permission)) throw new AppError('FORBIDDEN', refusalSentence(permission), { permission })
    const target = await findMember(ctx, membershipId)
    return target && { target, actor }
  }

export const holdForUpdate = holding('member:update')
export const holdForRemoval = holding('member:remove')

export async function changeRole(ctx: OrgAct, input: z.output<typeof changeRoleSchema>, { target, actor }: Held) {
  const before = roleOf(target)
  const after = await getRole(ctx.db, input.role)
  requireNoMoreThan(actor, target)
  requireCanGive(roleOf(actor), after)
  if (after.value === before.value && !before.afterwards)
    return { ok: true, message: `${target.user.name} has that role.`, unchanged: true as const }
  if (before.builtInRole === 'owner') await endOwnership(ctx.db, target.id)
  if (after.builtInRole === 'owner') await requireProof(ctx)
  const data = after.builtInRole === 'owner' ? asOwner : memberRole(after)
  await ctx.db.membership.update({ where: { id: target.id }, data })
  ctx.audit({
    action: 'member.role_changed',
    target: { id: target.id, name: target.user.name, userId: target.user.id },
    before: { role: before.name },
    after: { role: after.name },
  })
  return { ok: true, message: `${target.user.name} is now ${after.name}.` }
}

/** Access ends at once, and an invitation that still lies in their mailbox does not bring them back. */
export async function removeMember(ctx: OrgAct, _: unknown, { target, actor }: Held) {
  if (target.id === actor.id) throw new AppError('CONFLICT', 'To go yourself, leave the organization instead.')
  requireNoMoreThan(actor, target)
  if (target.builtInRole === 'owner') await endOwnership(ctx.db, target.id)
  const addresses = [target.user.email, ...(await furtherAddresses(ctx, target))] // seen while they are a member
  await ctx.db.membership.delete({ where: { id: target.id } })
  const { count } = await ctx.db.invitation.updateMany({
    where: { email: { in: addresses }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  ctx.audit({
    action: 'member.removed',
    target: { id: target.id, name: target.user.name, userId: target.user.id },
    before: { role: roleOf(target).name },
    ...(count > 0 && { after: { invitationsRevoked: count } }),
  })
  return { ok: true, message: `${target.user.name} was removed.` }
}

async function furtherAddresses({ db }: OrgContext, { user }: Member) {
  const addresses = await db.emailAddress.findMany({ where: { userId: user.id }, select: { email: true } })
  return addresses.map(({ email }) => email)
}

export function requireNoMoreThan(actor: Member, target: Member) {
  if (hasAsMuch(roleOf(actor), roleOf(target))) return
  throw new AppError(
    'FORBIDDEN',
    `${target.user.name} may do more than you: only somebody with as much can change that.`,
  )
}
