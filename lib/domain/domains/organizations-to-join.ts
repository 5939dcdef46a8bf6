import type { UserContext } from '@/lib/access/context'
import { type BuiltInRole, permissionsOf } from '@/lib/access/permissions'
import type { UserDb } from '@/lib/db/scope'
import { type Role, roleOf } from '../roles/roles'
import { type DomainMode, isStillGiven, modeFor } from './modes'

type Row = {
  organizationId: string
  organizationName: string
  domainId: string | null
  domain: string | null
  mode: DomainMode | null
  builtInRole: BuiltInRole | null
  roleId: string | null
  roleName: string | null
  rolePermissions: string[] | null
  setterBuiltInRole: BuiltInRole | null
  setterPermissions: string[] | null
  former: boolean
  requestId: string | null
  requestedAt: Date | null
}

/** `domain` is none where only a request is left of it; `role`, the name of what they become. */
export type OrganizationToJoin = { organizationId: string; name: string; domain: string | null } & (
  | { way: 'asked'; requestId: string; requestedAt: Date }
  | { way: 'join'; role: string }
  | { way: 'ask' }
)

/** Which organizations somebody may join, or ask to, by an address that they have proved; and where they wait for an answer. */
export async function listOrganizationsToJoin({ db }: Pick<UserContext, 'db'>) {
  const rows = await readOpen(db)
  return rows.flatMap((row): OrganizationToJoin[] => {
    const { organizationId, organizationName: name, domain, requestId, requestedAt } = row
    const shown = { organizationId, name, domain }
    if (requestId) return [{ ...shown, way: 'asked', requestId, requestedAt: requestedAt ?? new Date() }]
    const role = joinedAs(row)
    const mode = modeFor(row.mode ?? 'nobody', { given: role !== null, former: row.former })
    if (mode === 'join' && role) return [{ ...shown, way: 'join', role: role.name }]
    return mode === 'nobody' ? [] : [{ ...shown, way: 'ask' }]
  })
}

/** The door through which a person sees them: it looks at the addresses of whoever is in scope, and tells nothing to the unproved. */
export function readOpen(db: UserDb) {
  return db.$queryRaw<Row[]>`
    select organization_id as "organizationId", organization_name as "organizationName", domain_id as "domainId", domain, mode,
           built_in_role as "builtInRole", role_id as "roleId", role_name as "roleName", role_permissions as "rolePermissions",
           setter_built_in_role as "setterBuiltInRole", setter_permissions as "setterPermissions", former,
           request_id as "requestId", requested_at as "requestedAt"
      from organizations_to_join()`
}

/** As what, if whoever chose it may still choose it. */
function joinedAs(row: Row): Role | null {
  const { builtInRole, roleId: id, roleName: name, rolePermissions: permissions } = row
  const role =
    builtInRole || (id && name && permissions)
      ? roleOf({ builtInRole, role: id && name && permissions ? { id, name, permissions } : null })
      : null
  const setter =
    row.setterBuiltInRole || row.setterPermissions
      ? {
          builtInRole: row.setterBuiltInRole,
          permissions: permissionsOf({ builtInRole: row.setterBuiltInRole, permissions: row.setterPermissions ?? [] }),
        }
      : null
  return isStillGiven(role, setter) ? role : null
}
