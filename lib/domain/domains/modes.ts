import { can } from '@/lib/access/permissions'
import { DOMAIN_GRACE } from '@/lib/parameters'
import { canGive, type Role } from '../roles/roles'

/** What may be chosen: nobody, whoever asks, or everybody as a role that the mode then carries. */
export type DomainMode = 'nobody' | 'ask' | 'join'

export const domainStates = ['waiting', 'verified', 'failing', 'lapsed'] as const
export type DomainState = (typeof domainStates)[number]

/** A proved domain whose record is gone fails, and lets nobody in any more once its time has lapsed. Judged when it is used. */
export function stateOf({
  verifiedAt,
  failingSince,
}: {
  verifiedAt: Date | null
  failingSince: Date | null
}): DomainState {
  if (!verifiedAt) return 'waiting'
  if (!failingSince) return 'verified'
  return Date.now() - failingSince.getTime() < DOMAIN_GRACE ? 'failing' : 'lapsed'
}

type Holder = Pick<Role, 'builtInRole' | 'permissions'>

/**
 * Whether everybody of a domain still joins as this role: it is there, and whoever chose it is here and may still choose it.
 * Otherwise they ask. Nobody becomes an owner by an address.
 */
export function isStillGiven(role: Holder | null, setter: Holder | null): boolean {
  if (!role || !setter || role.builtInRole === 'owner') return false
  return can(setter, 'domain:update') && canGive(setter, role)
}

/** What a mode comes to for one person, asked whenever it is used. Who was a member once asks, too. */
export function modeFor(mode: DomainMode, { given, former }: { given: boolean; former: boolean }): DomainMode {
  return mode === 'join' && (!given || former) ? 'ask' : mode
}
