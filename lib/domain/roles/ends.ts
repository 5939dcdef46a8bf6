import type { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { AppError } from '@/lib/errors'
import { type Held, memberSchema, requireNoMoreThan } from '../members/held'
import { memberRole } from './held-roles'
import { lastDayOf, roleEnd } from './last-days'
import { type Role, requireCanGive, roleOf } from './roles'

export const setRoleEndSchema = memberSchema.extend({ endsOn: roleEnd() })

const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

/**
 * Evaluated when the role is used, by no job: request_context() and `active()` know nobody whose role has ended. Of one's own
 * role one does not decide: whoever was let in for a week would stay. Of a role that somebody holds for a time it is that time
 * which is moved, or taken away so that the role lasts.
 */
export async function setRoleEnd(ctx: OrgAct, { endsOn }: z.output<typeof setRoleEndSchema>, { target, actor }: Held) {
  const { name } = target.user
  if (target.id === actor.id) throw new AppError('CONFLICT', 'Somebody else decides when your own role ends.')
  requireNoMoreThan(actor, target)
  if (target.builtInRole === 'owner')
    throw new AppError('CONFLICT', 'Ownership does not end at a date. Give them another role first.')
  const role = roleOf(target)
  const before = role.afterwards?.until ?? target.roleEndsAt
  if (before?.getTime() === endsOn?.getTime())
    return { ok: true, message: 'That is how it is already.', unchanged: true as const }
  if (before && (!endsOn || endsOn > before)) requireCanGive(roleOf(actor), role, endsOn)
  const data = role.afterwards ? temporaryEnd(role, endsOn) : { roleEndsAt: endsOn }
  await ctx.db.membership.update({ where: { id: target.id }, data, select: { id: true } })
  const afterwards = role.afterwards?.role.name
  ctx.audit({
    action: 'member.role_end_changed',
    target: { id: target.id, name, userId: target.user.id },
    before: { lastDay: before && lastDayOf(before), afterwards },
    after: { lastDay: endsOn && lastDayOf(endsOn), afterwards: endsOn ? afterwards : undefined },
  })
  const said = endsOn ? `ends after ${long.format(endsOn.getTime() - 1)}` : 'has no end'
  return { ok: true, message: `The role of ${name} ${said}.` }
}

const temporaryEnd = (role: Role, end: Date | null) => (end ? { temporaryUntil: end } : memberRole(role))
