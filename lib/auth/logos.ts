import { pool } from '@/lib/db/pool'
import { readSessionToken } from './context'
import { digest } from './secrets'

type Found = { bytes: Buffer; digest: string }

/** An organization's picture, for whoever this request's session belongs to, if they are a member of it. */
export async function findLogo(organizationId: string): Promise<Found | null> {
  const token = await readSessionToken()
  if (!token) return null
  const { rows } = await pool.query<Found>({
    name: 'find_logo',
    text: 'select bytes, digest from find_logo($1, $2)',
    values: [digest(token), organizationId],
  })
  return rows[0] ?? null
}
