import { findInvitation } from '@/lib/domain/invitations/opened'
import { stateOf } from '@/lib/domain/invitations/states'
import { domainOf, isUsedUp } from '@/lib/domain/invitations/view'
import { isFull } from '@/lib/domain/members/seats'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/**
 * Throws unless this address may make an account here. An invitation counts for whoever holds its secret and its address; a link for
 * several for whoever holds it and an address in its domains, for as long as somebody could join by it.
 */
export async function requireOpenSignUp(email: string, invite: string | undefined): Promise<void> {
  if (env.SIGN_UP_MODE === 'open') return
  if (env.SIGN_UP_MODE === 'closed') throw new AppError('FORBIDDEN', 'Sign-up is closed here.')
  if (await isInvited(email, invite)) return
  throw new AppError('FORBIDDEN', 'Sign-up is by invitation only. Use the address and the link of your invitation.')
}

async function isInvited(email: string, invite: unknown) {
  const opened = await findSignUpInvitation(invite)
  return opened?.email === email || opened?.domains?.includes(domainOf(email)) || opened?.domains?.length === 0
}

/** The same for whoever comes back from a provider to the invitation from which they left. */
export async function isOnTheWayToInvitation(email: string, next: string): Promise<boolean> {
  const [, invite] = next.match(/^\/invite\/([\w-]+)$/) ?? []
  return env.SIGN_UP_MODE === 'invite' && (await isInvited(email, invite)) === true
}

/** The address that an invitation was made out to, or the domains of a link (none: anywhere), while it could be accepted. */
export async function findSignUpInvitation(invite: unknown): Promise<{ email?: string; domains?: string[] } | null> {
  const found = typeof invite === 'string' ? await findInvitation(invite) : null
  if (!found || found.deleted || !found.vouched || stateOf(found) !== 'pending') return null
  if (found.via !== 'link') return found.email ? { email: found.email } : null
  return isUsedUp(found) || isFull(found.seats) ? null : { domains: found.allowedDomains }
}
