import { z } from 'zod'
import { ROLE_END_NOTICE, ROLE_END_YEARS } from '@/lib/parameters'

const DAY = 86_400_000

/** A role ends with its last day, in UTC. Nobody is asked in which zone an organization lives. */
export const endOf = (lastDay: string) => new Date(Date.parse(`${lastDay}T00:00:00Z`) + DAY)
export const lastDayOf = (end: Date) => new Date(end.getTime() - 1).toISOString().slice(0, 10)

/** Near enough to be told of it. */
export const isSoon = (end: Date) => end.getTime() - Date.now() <= ROLE_END_NOTICE

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
