import type { Caller } from '@/lib/auth/context'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import type { Actor } from './context'
import { can, catalogue, grantedBy, type Permission, permissionsOf } from './permissions'

/** The decision, in one place: a member of this organization whose role holds the permission. Throws NOT_FOUND or FORBIDDEN. */
export function authorize(caller: Caller, permission: Permission): { org: NonNullable<Caller['org']>; actor: Actor } {
  const member = memberOf(caller)
  if (!member) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (!can(member.actor, permission)) throw new AppError('FORBIDDEN', refusalSentence(permission), { permission })
  return member
}

/** The caller as an actor in the organization that the URL names, or null for somebody who is no member of it. */
export function memberOf({ org, membership, user }: Caller): { org: NonNullable<Caller['org']>; actor: Actor } | null {
  if (!org || !membership) return null
  const { role } = membership
  return {
    org,
    actor: {
      userId: user.id,
      membershipId: membership.id,
      name: user.name,
      email: user.email,
      role: role.builtInRole ?? role.name,
      builtInRole: role.builtInRole,
      permissions: permissionsOf(role),
    },
  }
}

/** “You need the permission “Invite people” (member:invite) for this. An owner or an admin can grant it.” */
export function refusalSentence(permission: Permission): string {
  const who = grantedBy(permission).map((role) => `an ${role}`)
  const grantors = new Intl.ListFormat('en', { type: 'disjunction' }).format(who)
  return `You need the permission “${catalogue[permission].says}” (${permission}) for this. ${grantors.charAt(0).toUpperCase()}${grantors.slice(1)} can grant it.`
}
