import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { AppError } from '@/lib/errors'
import { ROLE_END_YEARS } from '@/lib/parameters'
import { type Held, memberSchema, requireNoMoreThan } from './members'

const DAY = 86_400_000

/** A role ends with its last day, in UTC. Nobody is asked in which zone an organization lives. */
export const endOf = (lastDay: string) => new Date(Date.parse(`${lastDay}T00:00:00Z`) + DAY)
export const lastDayOf = (end: Date) => new Date(end.getTime() - 1).toISOString().slice(0, 10)

/** From tomorrow on: to end a role today is to remove somebody, or to give them another. */
export function roleEndRange(now = new Date()) {
  const last = new Date(now)
  last.setUTCFullYear(last.getUTCFullYear() + ROLE_END_YEARS)
  return { first: new Date(now.getTime() + DAY).toISOString().slice(0, 10), last: last.toISOString().slice(0, 10) }
}

/** The last day of a role as a form sends it; null for a role without an end. */
export const roleEnd = () =>
  z
    .string()
    .optional()
    .refine((day) => !day || z.iso.date().safeParse(day).success, { error: 'Enter a day.', abort: true })
    .refine((day) => !day || day >= roleEndRange().first, 'Choose a day from tomorrow on.')
    .refine((day) => !day || day <= roleEndRange().last, `Choose a day within ${ROLE_END_YEARS} years.`)
    .transform((day) => (day ? endOf(day) : null))

export const setRoleEndSchema = memberSchema.extend({ endsOn: roleEnd() })

const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

/**
 * Evaluated when the role is used, by no job: request_context() and `active()` know nobody whose role has ended. Of one's own
 * role one does not decide: whoever was let in for a week would stay.
 */
export async function setRoleEnd(ctx: OrgAct, { endsOn }: z.output<typeof setRoleEndSchema>, { target, actor }: Held) {
  const { name } = target.user
  if (target.id === actor.id) throw new AppError('CONFLICT', 'Somebody else decides when your own role ends.')
  requireNoMoreThan(actor, target)
  if (target.builtInRole === 'owner')
    throw new AppError('CONFLICT', 'Ownership does not end at a date. Give them another role first.')
  const before = target.roleEndsAt
  if (before?.getTime() === endsOn?.getTime())
    return { ok: true, message: 'That is how it is already.', unchanged: true as const }
  await ctx.db.membership.update({ where: { id: target.id }, data: { roleEndsAt: endsOn }, select: { id: true } })
  ctx.audit({
    action: 'member.role_end_changed',
    target: { id: target.id, name, userId: target.user.id },
    before: { lastDay: before && lastDayOf(before) },
    after: { lastDay: endsOn && lastDayOf(endsOn) },
  })
  const said = endsOn ? `ends after ${long.format(endsOn.getTime() - 1)}` : 'has no end'
  return { ok: true, message: `The role of ${name} ${said}.` }
}
