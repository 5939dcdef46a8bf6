import { type BuiltInRole, builtInRoles, covers, type Permissions, permissionsOf } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { id } from '../strings'

/** A role as people choose it. `value` stands in forms and addresses: a built-in role's name, or the id of one of the organization's own. */
export type Role = {
  value: string
  name: string
  builtInRole: BuiltInRole | null
  permissions: Permissions
  /** Of a member who has it for a time only: until when, and which is theirs again from then on. */
  afterwards?: Afterwards | null
}
export type Afterwards = { until: Date; role: Pick<Role, 'name' | 'builtInRole' | 'permissions'> }

type RoleRow = { id: string; name: string; permissions: string[] }

/** What to select of an invitation to know its role; of a membership, see held-roles.ts. */
export const roleColumns = {
  builtInRole: true,
  role: { select: { id: true, name: true, permissions: true } },
} as const

type HasRole = { builtInRole: BuiltInRole | null; role: RoleRow | null }
type MayHoldAnother = {
  temporaryBuiltInRole?: BuiltInRole | null
  temporaryRole?: RoleRow | null
  temporaryUntil?: Date | null
}

/** The role that counts now. Which one that is is judged here, and by `held_role_id()` in the database, whenever it is used. */
export function roleOf(row: HasRole & MayHoldAnother): Role {
  const { temporaryBuiltInRole = null, temporaryRole = null, temporaryUntil: until } = row
  if (!until || until <= new Date()) return { ...lastingRoleOf(row), ...(until !== undefined && { afterwards: null }) }
  const held = lastingRoleOf({ builtInRole: temporaryBuiltInRole, role: temporaryRole })
  return { ...held, afterwards: { until, role: lastingRoleOf(row) } }
}

/** The one beneath, which nothing takes back by itself. */
export function lastingRoleOf({ builtInRole, role }: HasRole): Role {
  if (builtInRole) return builtIn(builtInRole)
  if (!role) throw new Error('A membership and an invitation have one role: see the CHECK in the migrations.')
  return {
    value: role.id,
    name: role.name,
    builtInRole: null,
    permissions: permissionsOf({ ...role, builtInRole: null }),
  }
}

const builtIn = (name: BuiltInRole): Role => ({
  value: name,
  name,
  builtInRole: name,
  permissions: permissionsOf({ builtInRole: name }),
})

/** The built-in roles, then the organization's own. */
export function rolesFrom(own: RoleRow[]): Role[] {
  return [...builtInRoles.map(builtIn), ...own.map((role) => roleOf({ builtInRole: null, role }))]
}

/** The role that a form names. Throws NOT_FOUND for what is none of this organization. */
export async function getRole(db: OrgDb, value: string): Promise<Role> {
  const named = builtInRoles.find((name) => name === value)
  if (named) return builtIn(named)
  const role = id().safeParse(value).success
    ? await db.role.findFirst({ where: { id: value }, select: roleColumns.role.select })
    : null
  if (!role) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return roleOf({ builtInRole: null, role })
}

/** How a role is written to a membership or an invitation. */
export const roleData = ({ value, builtInRole }: Role) =>
  builtInRole ? { builtInRole, roleId: null } : { builtInRole: null, roleId: value }

/** For filters: rows with this role. Null for what cannot be one. */
export function withRole(value: string) {
  const named = builtInRoles.find((name) => name === value)
  if (named) return { builtInRole: named }
  return id().safeParse(value).success ? { roleId: value } : null
}

type Holder = Pick<Role, 'builtInRole' | 'permissions' | 'afterwards'>
type Held = Pick<Role, 'builtInRole' | 'permissions'>

/** Whether somebody may do all that another role may; only owners are as much as owners, whatever else a role may do. */
export function hasAsMuch(holder: Held, other: Held): boolean {
  if (other.builtInRole === 'owner' && holder.builtInRole !== 'owner') return false
  return covers(holder.permissions, other.permissions)
}

/**
 * You can only give what you have, and for no longer than you have it: whoever was let in for a week would stay by a second
 * account. Without `until`, for good.
 */
export function canGive(holder: Holder, given: Held, until: Date | null = null): boolean {
  if (!hasAsMuch(holder, given)) return false
  const { afterwards } = holder
  if (!afterwards || (until && until <= afterwards.until)) return true
  return hasAsMuch(afterwards.role, given)
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export function refusalToGive(holder: Holder, given: Held, until: Date | null = null): AppError | null {
  if (canGive(holder, given, until)) return null
  const { afterwards } = holder
  if (!afterwards || !hasAsMuch(holder, given)) return new AppError('FORBIDDEN', 'You can only give what you have.')
  const last = day.format(afterwards.until.getTime() - 1)
  return new AppError('FORBIDDEN', `You have your role until ${last}: beyond that you can only give what you keep.`)
}

export function requireCanGive(holder: Holder, given: Held, until: Date | null = null) {
  const refusal = refusalToGive(holder, given, until)
  if (refusal) throw refusal
}

/** For what is looked at or taken away, and not given. */
export function requireAsMuch(holder: Held, other: Held) {
  if (!hasAsMuch(holder, other)) throw new AppError('FORBIDDEN', 'You can only give what you have.')
}

/** Memberships that count: a role that has ended is none, and a disabled person does nothing. */
export const active = () => ({
  OR: [{ roleEndsAt: null }, { roleEndsAt: { gt: new Date() } }],
  user: { disabledAt: null },
})
