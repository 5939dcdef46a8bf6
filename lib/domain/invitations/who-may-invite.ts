import { can } from '@/lib/access/permissions'
import { mayCreateLinks, type Policy } from '@/lib/access/policies'
import type { OrgDb } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { canGive, type Role } from '../roles/roles'

/** To one address, or to whoever holds a link. */
export type Way = 'mail' | 'link'

/** What the organization's policy says of inviting; null: nothing. */
type Inviting = Pick<Policy, 'inviters' | 'linkMakers'> | null
export type Terms = { way: Way; policy: Inviting }

type Inviter = Pick<Role, 'builtInRole' | 'permissions'>

/**
 * Who may offer what, and how: the one place. Asked when something is offered, and again whenever it is used, of what the
 * inviter and the policy are by then. Nobody becomes an owner by a link: it knows no names.
 */
export function canOffer(inviter: Inviter, offered: Role, { way, policy }: Terms): boolean {
  if (way === 'link' && offered.builtInRole === 'owner') return false
  if (policy?.inviters === 'owners' && inviter.builtInRole !== 'owner') return false
  if (way === 'link' && !mayCreateLinks(policy, inviter)) return false
  return can(inviter, 'member:invite') && canGive(inviter, offered)
}

export function requireCanOffer(inviter: Inviter, offered: Role, terms: Terms) {
  if (canOffer(inviter, offered, terms)) return
  const byName = terms.way === 'link' && offered.builtInRole === 'owner'
  throw new AppError(
    'FORBIDDEN',
    byName ? 'Owners are invited by name, not by a link.' : 'You can only give what you have.',
  )
}

/** Where no gate has brought the policy along: whoever accepts is no member yet. */
export function findInvitingPolicy(db: OrgDb): Promise<Inviting> {
  return db.policy.findFirst({ select: { inviters: true, linkMakers: true } })
}
