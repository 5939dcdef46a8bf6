import { pool } from '@/lib/db/pool'
import { readSessionToken } from './context'
import { digest } from './secrets'

type Found = { bytes: Buffer; digest: string }

/** Somebody's picture, for whoever this request's session belongs to: themself, or somebody who shares an organization with them. */
export const findAvatar = (userId: string) => findPicture('find_avatar', userId)

/** An organization's picture, for whoever this request's session belongs to, if they are a member of it. */
export const findLogo = (organizationId: string) => findPicture('find_logo', organizationId)

async function findPicture(door: 'find_avatar' | 'find_logo', id: string): Promise<Found | null> {
  const token = await readSessionToken()
  if (!token) return null
  const text = `select bytes, digest from ${door}($1, $2)`
  const { rows } = await pool.query<Found>({ name: door, text, values: [digest(token), id] })
  return rows[0] ?? null
}
