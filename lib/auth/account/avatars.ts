import { pool } from '@/lib/db/pool'
import { readSessionToken } from '../context'
import { digest } from '../secrets'

type Found = { bytes: Buffer; digest: string }

/** Somebody's picture, for whoever this request's session belongs to: themself, or somebody who shares an organization with them. */
export async function findAvatar(userId: string): Promise<Found | null> {
  const token = await readSessionToken()
  if (!token) return null
  const { rows } = await pool.query<Found>({
    name: 'find_avatar',
    text: 'select bytes, digest from find_avatar($1, $2)',
    values: [digest(token), userId],
  })
  return rows[0] ?? null
}
