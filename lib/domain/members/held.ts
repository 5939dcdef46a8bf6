import { z } from 'zod'
import { refusalSentence } from '@/lib/access/authorize'
import type { OrgContext } from '@/lib/access/context'
import { can, type Permission } from '@/lib/access/permissions'
import { lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { PEOPLE_AT_ONCE } from '@/lib/parameters'
import { heldRoleColumns } from '../roles/held-roles'
import { active, hasAsMuch, roleOf } from '../roles/roles'
import { id } from '../strings'

const shown = {
  id: true,
  roleEndsAt: true,
  ...heldRoleColumns,
  user: { select: { id: true, name: true, email: true } },
} as const

export const memberSchema = z.object({ membershipId: id() })

/** One person or several: a form in which people are ticked sends the field once for each. */
export const peopleSchema = z.object({
  membershipId: z.preprocess(
    (sent) => [...new Set([sent ?? []].flat())],
    z
      .array(id())
      .min(1, 'Choose at least one person.')
      .max(PEOPLE_AT_ONCE, `At most ${PEOPLE_AT_ONCE} people at once, please.`),
  ),
})

export type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>
export type Held = { target: Member; actor: Member }
/** `missing`: how many of those who were named are nobody here, or not any more. */
export type HeldPeople = { actor: Member; people: Member[]; missing: number }

function findMember({ db }: OrgContext, id: string, only = {}) {
  return db.membership.findFirst({ relationLoadStrategy: 'join', where: { id, ...only }, select: shown })
}

/**
 * Locks, then looks: from here on nobody else changes who is who in this organization. The actor is looked up again as
 * well, because the one before them in line may just have changed what they may do.
 */
async function holdActing(ctx: OrgContext, permission: Permission): Promise<Member> {
  await lockOrganization(ctx.db, ctx.org.id)
  const actor = await findMember(ctx, ctx.actor.membershipId, active())
  if (!actor) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (!can(roleOf(actor), permission)) throw new AppError('FORBIDDEN', refusalSentence(permission), { permission })
  return actor
}

export async function holdMember(
  ctx: OrgContext,
  { membershipId }: z.output<typeof memberSchema>,
): Promise<Held | null> {
  const actor = await holdActing(ctx, 'member:update')
  const target = await findMember(ctx, membershipId)
  return target && { target, actor }
}

const holding = (permission: Permission) =>
  async function holdPeople(
    ctx: OrgContext,
    { membershipId }: z.output<typeof peopleSchema>,
  ): Promise<HeldPeople | null> {
    const actor = await holdActing(ctx, permission)
    const people = await ctx.db.membership.findMany({
      relationLoadStrategy: 'join',
      where: { id: { in: membershipId } },
      select: shown,
      orderBy: [{ sortName: 'asc' }, { id: 'asc' }],
    })
    return people.length > 0 ? { actor, people, missing: membershipId.length - people.length } : null
  }

export const holdToChange = holding('member:update')
export const holdToRemove = holding('member:remove')

/** Why somebody is not the actor's to change, if so. */
export function refusalOfAbove(actor: Member, target: Member): AppError | null {
  if (hasAsMuch(roleOf(actor), roleOf(target))) return null
  return new AppError(
    'FORBIDDEN',
    `${target.user.name} may do more than you: only somebody with as much can change that.`,
  )
}

export function requireNoMoreThan(actor: Member, target: Member) {
  const refusal = refusalOfAbove(actor, target)
  if (refusal) throw refusal
}
