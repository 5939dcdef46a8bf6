import { type BuiltInRole, builtInRoles, covers, type Permissions, permissionsOf } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { id } from './strings'

/** A role as people choose it. `value` stands in forms and addresses: a built-in role's name, or the id of one of the organization's own. */
export type Role = { value: string; name: string; builtInRole: BuiltInRole | null; permissions: Permissions }

type RoleRow = { id: string; name: string; permissions: string[] }

/** What to select of a membership or an invitation to know its role. */
export const roleColumns = {
  builtInRole: true,
  role: { select: { id: true, name: true, permissions: true } },
} as const

export function roleOf(row: { builtInRole: BuiltInRole | null; role: RoleRow | null }): Role {
  const { builtInRole, role } = row
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

type Holder = Pick<Role, 'builtInRole' | 'permissions'>

/** You can only give what you have, and only owners make owners, whatever else a role of the organization's own may do. */
export function canGive(holder: Holder, given: Holder): boolean {
  if (given.builtInRole === 'owner' && holder.builtInRole !== 'owner') return false
  return covers(holder.permissions, given.permissions)
}

export function requireCanGive(holder: Holder, given: Holder) {
  if (!canGive(holder, given)) throw new AppError('FORBIDDEN', 'You can only give what you have.')
}

/** Memberships that count: a role that has ended is none, and a disabled person does nothing. */
export const active = () => ({
  OR: [{ roleEndsAt: null }, { roleEndsAt: { gt: new Date() } }],
  user: { disabledAt: null },
})
