import { builtInRoles, ownable, permissions, permissionsOf } from '@/lib/access/permissions'
import { withHeldRole } from '../roles/held-roles'
import { active, hasAsMuch, type Role, roleOf } from '../roles/roles'

type Decider = Pick<Role, 'builtInRole' | 'permissions'>
type Request = { permission: string; membership: Parameters<typeof roleOf>[0] }

/**
 * A request for access is decided by whoever could grant it: somebody who has all that the asker has, and what they ask for.
 * What the catalogue does not know any more is theirs to close.
 */
export function decides(decider: Decider, { permission, membership }: Request): boolean {
  const known = permissions.find((one) => one === permission)
  return hasAsMuch(decider, roleOf(membership)) && (!known || decider.permissions.has(known))
}

/** The same in the database's terms: the built-in roles that are no more than the decider's, and what they lack. */
export function reachOf(decider: Decider) {
  return {
    builtIn: builtInRoles.filter((name) =>
      hasAsMuch(decider, { builtInRole: name, permissions: permissionsOf({ builtInRole: name }) }),
    ),
    lacked: ownable.filter((one) => !decider.permissions.has(one)),
    held: [...decider.permissions] as string[],
  }
}

/** For lists. `getPeople` counts by the same rule. */
export function decidedBy(decider: Decider) {
  const { builtIn, lacked, held } = reachOf(decider)
  return {
    OR: [{ permission: { in: held } }, { permission: { notIn: permissions as string[] } }],
    membership: { AND: [active(), withHeldRole({ builtIn, own: { NOT: { permissions: { hasSome: lacked } } } })] },
  }
}
