import { can } from '@/lib/access/permissions'
import { canGive, type Role } from './roles'

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

/** Whether an invitation still stands behind its offer: its inviter is here, may invite, and has what is offered. Asked again at every use. */
export function isVouchedFor(offered: Role, inviter: Inviter | null): boolean {
  return inviter !== null && can(inviter, 'member:invite') && canGive(inviter, offered)
}

export type InvitationView =
  | 'signedOut'
  | 'open'
  | 'wrongAccount'
  | 'unverified'
  | 'expired'
  | 'revoked'
  | 'accepted'
  | 'member'
  | 'unavailable'

type Seen = Dates & { email: string | null; organizationId: string; deleted: boolean; vouched: boolean }
type Visitor = {
  user: { email: string; addresses: string[]; emailVerified: boolean }
  organizations: readonly { id: string }[]
}

/** What the page of an invitation shows. A deleted organization is not even named. */
export function viewOf(invitation: Seen, visitor: Visitor | null): InvitationView {
  if (invitation.deleted) return 'unavailable'
  const { email } = invitation
  const addressed = visitor?.user.email === email || (email !== null && visitor?.user.addresses.includes(email))
  if (addressed && visitor?.organizations.some(({ id }) => id === invitation.organizationId)) return 'member'
  const state = stateOf(invitation)
  if (state !== 'pending') return state
  if (!invitation.vouched) return 'unavailable'
  if (!visitor) return 'signedOut'
  if (!addressed) return 'wrongAccount'
  return visitor.user.emailVerified ? 'open' : 'unverified'
}
