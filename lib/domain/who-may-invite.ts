import { can } from '@/lib/access/permissions'
import { AppError } from '@/lib/errors'
import { canGive, type Role } from './roles'

/** To one address, or to whoever holds a link. */
export type Way = 'mail' | 'link'

type Inviter = Pick<Role, 'builtInRole' | 'permissions'>

/**
 * Who may offer what, and how: the one place. Asked when something is offered, and again whenever it is used, of what the
 * inviter is by then. A policy of the organization narrows it here. Nobody becomes an owner by a link: it knows no names.
 */
export function canOffer(inviter: Inviter, offered: Role, way: Way): boolean {
  if (way === 'link' && offered.builtInRole === 'owner') return false
  return can(inviter, 'member:invite') && canGive(inviter, offered)
}

export function requireCanOffer(inviter: Inviter, offered: Role, way: Way) {
  if (canOffer(inviter, offered, way)) return
  const byName = way === 'link' && offered.builtInRole === 'owner'
  throw new AppError(
    'FORBIDDEN',
    byName ? 'Owners are invited by name, not by a link.' : 'You can only give what you have.',
  )
}
