import { isFull } from '../members/seats'
import type { OpenedInvitation } from './opened'
import { stateOf } from './states'

export type InvitationView =
  | 'signedOut'
  | 'open'
  | 'wrongAccount'
  | 'wrongDomain'
  | 'unverified'
  | 'expired'
  | 'revoked'
  | 'accepted'
  | 'usedUp'
  | 'full'
  | 'member'
  | 'unavailable'

type Visitor = {
  user: { email: string; addresses: string[]; emailVerified: boolean }
  organizations: readonly { id: string }[]
}

/** What the page of an invitation shows. A deleted organization is not even named. */
export function viewOf(invitation: OpenedInvitation, visitor: Visitor | null): InvitationView {
  if (invitation.deleted) return 'unavailable'
  const forThem = visitor !== null && isFor(invitation, visitor)
  const isMember = visitor?.organizations.some(({ id }) => id === invitation.organizationId)
  if (isMember && (forThem || invitation.via === 'link')) return 'member'
  const state = stateOf(invitation)
  if (state !== 'pending') return state
  if (isUsedUp(invitation)) return 'usedUp'
  if (!invitation.vouched) return 'unavailable'
  if (isFull(invitation.seats)) return 'full'
  if (!visitor) return 'signedOut'
  if (invitation.via === 'link') return visitor.user.emailVerified ? (forThem ? 'open' : 'wrongDomain') : 'unverified'
  if (!forThem) return 'wrongAccount'
  return visitor.user.emailVerified ? 'open' : 'unverified'
}

export const isUsedUp = ({ uses, maxUses }: { uses: number; maxUses: number | null }) =>
  maxUses !== null && uses >= maxUses

function isFor({ via, email, allowedDomains }: OpenedInvitation, { user }: Visitor) {
  if (via === 'link') return isInDomains(user, allowedDomains)
  return email !== null && addressesOf(user).includes(email)
}

const addressesOf = ({ email, addresses }: Pick<Visitor['user'], 'email' | 'addresses'>) => [email, ...addresses]

/** Whether one of somebody's addresses, all of which are proved once the primary one is, is in one of these domains; none means anywhere. */
export function isInDomains(user: Pick<Visitor['user'], 'email' | 'addresses'>, domains: string[]): boolean {
  return domains.length === 0 || addressesOf(user).some((address) => domains.includes(domainOf(address)))
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)
