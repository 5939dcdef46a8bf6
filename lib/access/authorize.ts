import type { Caller } from '@/lib/auth/context'
import { isOffered } from '@/lib/auth/methods'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import type { RequestInfo } from '@/lib/request'
import type { Actor } from './context'
import { can, catalogue, grantedBy, type Needed, type Permission, type Permissions, permissionsOf } from './permissions'
import { type Policy, violationOf, violationSentences } from './policies'

type Asking = Pick<RequestInfo, 'ip'>
type Member = { org: NonNullable<Caller['org']>; actor: Actor }

/**
 * The decision, in one place: a member of this organization, in a session that its policy accepts, whose role holds the
 * permission, or one of them. Throws NOT_FOUND or FORBIDDEN.
 */
export function authorize(caller: Caller, needed: Needed, request: Asking): Member {
  const member = memberOf(caller)
  if (!member) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { org, actor } = member
  const kind = violationOf(org.policy, {
    session: caller.session,
    ip: request.ip,
    isOwner: actor.builtInRole === 'owner',
  })
  if (kind) {
    const violation = { kind, methods: (org.policy?.methods ?? []).filter(isOffered), ip: request.ip }
    throw new AppError('FORBIDDEN', violationSentences[kind], { violation })
  }
  const wanted = allOf(needed)
  if (wanted.some((permission) => can(actor, permission))) return member
  const grantable = wanted.filter((permission) => !actor.withheld.has(permission))
  const [permission = wanted[0], ...alternatives] = grantable
  const sentence = grantable.length === 0 ? WITHHELD : refusalSentence(permission, ...alternatives)
  throw new AppError('FORBIDDEN', sentence, { permission, ...(alternatives.length > 0 && { alternatives }) })
}

export const allOf = (needed: Needed): readonly [Permission, ...Permission[]] =>
  typeof needed === 'string' ? [needed] : needed

/** The same for what changes something: whoever looks at the organization as another role would only looks. */
export function authorizeAct(caller: Caller, permission: Permission, request: Asking): Member {
  const viewingAs = memberOf(caller)?.actor.viewingAs
  if (viewingAs)
    throw new AppError('CONFLICT', `You see this as ${viewingAs}: nothing can be changed. Stop viewing first.`, {
      looking: true,
    })
  return authorize(caller, permission, request)
}

/** The caller as an actor in the organization that the URL names, or null for somebody who is no member of it. */
export function memberOf({ org, membership, user }: Caller): Member | null {
  if (!org || !membership) return null
  const { role, afterwards, viewed } = membership
  const own = permissionsOf(role)
  return {
    org,
    actor: {
      userId: user.id,
      membershipId: membership.id,
      name: user.name,
      email: user.email,
      role: role.builtInRole ?? role.name,
      builtInRole: role.builtInRole,
      permissions: viewed ? shared(own, permissionsOf(viewed)) : own,
      afterwards: afterwards && {
        until: afterwards.until,
        role: {
          name: afterwards.builtInRole ?? afterwards.name,
          builtInRole: afterwards.builtInRole,
          permissions: permissionsOf(afterwards),
        },
      },
      withheld: withheldBy(org.policy, role.builtInRole === 'owner'),
      viewingAs: viewed && (viewed.builtInRole ?? viewed.name),
    },
  }
}

/** Whoever looks as another role sees no more than they may. */
function shared(own: Permissions, other: Permissions): Permissions {
  return new Set([...own].filter((permission) => other.has(permission)))
}

const nothing: Permissions = new Set()
const inviting: Permissions = new Set(['member:invite'])

function withheldBy(policy: Policy | null, isOwner: boolean): Permissions {
  return policy?.inviters === 'owners' && !isOwner ? inviting : nothing
}

const WITHHELD = 'Only an owner invites people here: a policy of this organization says so.'

/** “You need the permission “Invite people” (member:invite) for this. An owner or an admin can grant it.” */
export function refusalSentence(...wanted: Permission[]): string {
  const or = new Intl.ListFormat('en', { type: 'disjunction' })
  const named = or.format(wanted.map((permission) => `“${catalogue[permission].says}” (${permission})`))
  const grantors = or.format(grantedBy(...wanted).map((role) => `an ${role}`))
  return `You need the permission ${named} for this. ${grantors.charAt(0).toUpperCase()}${grantors.slice(1)} can grant it.`
}
