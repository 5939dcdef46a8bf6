import type { OrgDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'

export type Seats = { taken: number; limit: number | null }

/**
 * Every membership holds a seat until somebody ends it, also one whose role is over; an invitation holds none. How many there
 * may be, seat_limit() in the database says: a product with plans replaces it, or feeds its column (docs/invitations.md).
 */
export async function seatsOf(db: OrgDb, organizationId: string): Promise<Seats> {
  const [seats] = await db.$queryRaw<Seats[]>`
    select "limit", case when "limit" is null then 0 else (select count(*)::int from "Membership" where "organizationId" = ${organizationId}::uuid) end as taken
      from seat_limit(${organizationId}::uuid) as "limit"`
  if (!seats) throw new Error('A function that gives one value gives one row.')
  return seats
}

export const isFull = ({ taken, limit }: Seats) => limit !== null && taken >= limit

export const NO_SEAT = 'Every seat is taken. Free one, or get more seats, first.'

/** For whoever is about to join. Only true under the organization's lock. */
export async function requireSeat(db: OrgDb, organizationId: string) {
  if (isFull(await seatsOf(db, organizationId)))
    throw new AppError('CONFLICT', 'Every seat is taken at the moment. Ask whoever invited you.')
}

/** The same, said to somebody whom nobody invited, or to whoever lets them in. Who has a membership, ended or not, has its seat. */
export async function requireFreeSeat(
  db: OrgDb,
  { organizationId, userId, sentence }: { organizationId: string; userId: string; sentence: string },
) {
  const known = await db.membership.findFirst({ where: { userId }, select: { id: true } })
  if (!known && isFull(await seatsOf(db, organizationId))) throw new AppError('CONFLICT', sentence)
}
