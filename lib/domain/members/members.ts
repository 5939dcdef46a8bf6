import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { requireProof } from '@/lib/access/proof'
import { AppError } from '@/lib/errors'
import { asOwner } from '../ownership/ownership'
import { memberRole } from '../roles/held-roles'
import { getRole, hasAsMuch, type Role, refusalToGive, roleOf } from '../roles/roles'
import { changeEach, type Verdict } from './change-each'
import { type HeldPeople, type Member, peopleSchema, refusalOfAbove } from './held'
import type { ListedMember } from './list'

/** Why somebody's role cannot be touched: they have more than whoever looks, or they are the last owner. For showing; the acts decide by themselves. */
export type Obstacle = 'above' | 'lastOwner'

export function obstacleFor(actor: OrgContext['actor'], member: ListedMember, owners: number): Obstacle | null {
  if (!hasAsMuch(actor, roleOf(member))) return 'above'
  const others = owners - (member.user.disabledAt || !member.user.emailVerified ? 0 : 1)
  return member.builtInRole === 'owner' && others < 1 ? 'lastOwner' : null
}

export const changeRoleSchema = peopleSchema.extend({ role: z.string('Choose a role.').min(1, 'Choose a role.') })

/** Of one person or of several: lib/domain/members/change-each.ts. */
export async function changeRole(ctx: OrgAct, input: z.output<typeof changeRoleSchema>, held: HeldPeople) {
  const { actor, people } = held
  const after = await getRole(ctx.db, input.role)
  function judge(target: Member): Verdict {
    const refusal = refusalOfAbove(actor, target) ?? refusalToGive(roleOf(actor), after)
    if (refusal) return refusal
    const before = roleOf(target)
    return before.value === after.value && !before.afterwards ? 'as it is' : 'change'
  }
  if (after.builtInRole === 'owner' && people.some((target) => judge(target) === 'change')) await requireProof(ctx)
  return changeEach(ctx, held, {
    judge,
    write: (changed) => giveRole(ctx, changed, after),
    says: {
      done: `is now ${after.name}`,
      one: (name) => `${name} is now ${after.name}.`,
      many: (count) => `${count} people are now ${after.name}.`,
      asItIs: 'has that role',
    },
  })
}

async function giveRole(ctx: OrgAct, people: Member[], after: Role) {
  const data = after.builtInRole === 'owner' ? asOwner : memberRole(after)
  await ctx.db.membership.updateMany({ where: { id: { in: people.map(({ id }) => id) } }, data })
  for (const target of people)
    ctx.audit({ action: 'member.role_changed', ...from(target), after: { role: after.name } })
}

/** Access ends at once, and an invitation that still lies in somebody's mailbox does not bring them back. */
export async function removeMember(ctx: OrgAct, _: unknown, held: HeldPeople) {
  function judge(target: Member): Verdict {
    if (target.id === held.actor.id) return new AppError('CONFLICT', 'To go yourself, leave the organization instead.')
    return refusalOfAbove(held.actor, target) ?? 'change'
  }
  return changeEach(ctx, held, {
    judge,
    write: (removed) => remove(ctx, removed),
    says: {
      done: 'was removed',
      one: (name) => `${name} was removed.`,
      many: (count) => `${count} people were removed.`,
      asItIs: 'is not here',
    },
  })
}

async function remove(ctx: OrgAct, people: Member[]) {
  const { db } = ctx
  const userIds = people.map(({ user }) => user.id)
  // seen while they are members
  const further = await db.emailAddress.findMany({
    where: { userId: { in: userIds } },
    select: { userId: true, email: true },
  })
  await db.membership.deleteMany({ where: { id: { in: people.map(({ id }) => id) } } })
  const addressesOf = ({ user }: Member) => [
    user.email,
    ...further.filter(({ userId }) => userId === user.id).map(({ email }) => email),
  ]
  const revoked = await db.invitation.updateManyAndReturn({
    where: { email: { in: people.flatMap(addressesOf) }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { email: true },
  })
  for (const target of people) {
    const addresses = addressesOf(target)
    const count = revoked.filter(({ email }) => email !== null && addresses.includes(email)).length
    ctx.audit({ action: 'member.removed', ...from(target), ...(count > 0 && { after: { invitationsRevoked: count } }) })
  }
}

/** Whom an event is about, and what they were. */
function from(target: Member) {
  const { id, user } = target
  return { target: { id, name: user.name, userId: user.id }, before: { role: roleOf(target).name } }
}
