import { stateOf } from '@/lib/domain/invitation-states'
import { findInvitation } from '@/lib/domain/opened-invitation'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** Throws unless this address may make an account here. An invitation counts for whoever holds its secret and its address. */
export async function requireOpenSignUp(email: string, invite: string | undefined): Promise<void> {
  if (env.SIGN_UP_MODE === 'open') return
  if (env.SIGN_UP_MODE === 'closed') throw new AppError('FORBIDDEN', 'Sign-up is closed here.')
  const invited = await findInvitedEmail(invite)
  if (invited === email) return
  throw new AppError('FORBIDDEN', 'Sign-up is by invitation only. Use the address and the link of your invitation.')
}

/** The address that an invitation was made out to, while it could be accepted. */
export async function findInvitedEmail(invite: unknown): Promise<string | null> {
  const found = typeof invite === 'string' ? await findInvitation(invite) : null
  return found && !found.deleted && found.vouched && stateOf(found) === 'pending' ? found.email : null
}
