import { pool } from '@/lib/db/pool'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { digest } from './secrets'
import { isSecret } from './tokens'

/** Throws unless this address may make an account here. An invitation counts for whoever holds its secret and its address. */
export async function requireOpenSignUp(email: string, invite: string | undefined): Promise<void> {
  if (env.SIGN_UP_MODE === 'open') return
  if (env.SIGN_UP_MODE === 'closed') throw new AppError('FORBIDDEN', 'Sign-up is closed here.')
  const invited = await findInvitedEmail(invite)
  if (invited === email) return
  throw new AppError('FORBIDDEN', 'Sign-up is by invitation only. Use the address and the link of your invitation.')
}

/** The address that an open invitation was made out to. */
export async function findInvitedEmail(invite: unknown): Promise<string | null> {
  if (!isSecret(invite)) return null
  const { rows } = await pool.query<{ email: string | null }>(
    `select email from find_invitation($1)
      where accepted_at is null and revoked_at is null and expires_at > now() and not organization_deleted`,
    [digest(invite)],
  )
  return rows[0]?.email ?? null
}
