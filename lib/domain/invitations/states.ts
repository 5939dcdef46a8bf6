import type { Role } from '../roles/roles'
import { canOffer, type Terms } from './who-may-invite'

type Dates = { expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null }

export const invitationStates = ['pending', 'expired', 'accepted', 'revoked'] as const
export type InvitationState = (typeof invitationStates)[number]

export function stateOf({ expiresAt, acceptedAt, revokedAt }: Dates, now = new Date()): InvitationState {
  if (acceptedAt) return 'accepted'
  if (revokedAt) return 'revoked'
  return expiresAt > now ? 'pending' : 'expired'
}

/** The same for the database. */
export function inState(state: InvitationState, now = new Date()) {
  const open = { acceptedAt: null, revokedAt: null }
  if (state === 'accepted') return { acceptedAt: { not: null } }
  if (state === 'revoked') return { revokedAt: { not: null } }
  return { ...open, expiresAt: state === 'pending' ? { gt: now } : { lte: now } }
}

type Inviter = Pick<Role, 'builtInRole' | 'permissions'>

/** Whether somebody still stands behind an offer: its inviter is here, and may still offer that. Asked again at every use. */
export function isVouchedFor(offered: Role, inviter: Inviter | null, terms: Terms): boolean {
  return inviter !== null && canOffer(inviter, offered, terms)
}
