export const builtInRoles = ['owner', 'admin', 'member', 'viewer'] as const
export type BuiltInRole = (typeof builtInRoles)[number]

type Entry = { says: string; needs?: readonly string[]; by: readonly BuiltInRole[] }

/** Who may do what. Read it aloud: “member:invite: invite people; needs member:read; by owner and admin.” */
export const catalogue = {
  'organization:read': { says: 'See the organization', by: ['owner', 'admin', 'member', 'viewer'] },
  'organization:update': {
    says: 'Change the organization’s name and address',
    needs: ['organization:read'],
    by: ['owner', 'admin'],
  },
  'organization:delete': { says: 'Delete the organization', needs: ['organization:read'], by: ['owner'] },
  'organization:transfer': { says: 'Hand over ownership', needs: ['organization:read', 'member:read'], by: ['owner'] },
  'member:read': { says: 'See who is in the organization', by: ['owner', 'admin', 'member', 'viewer'] },
  'member:invite': { says: 'Invite people', needs: ['member:read'], by: ['owner', 'admin'] },
  'member:update': { says: 'Change people’s roles', needs: ['member:read'], by: ['owner', 'admin'] },
  'member:remove': { says: 'Remove people', needs: ['member:read'], by: ['owner', 'admin'] },
  'role:read': { says: 'See roles', by: ['owner', 'admin'] },
  'role:create': { says: 'Create roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'role:update': { says: 'Change roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'role:delete': { says: 'Delete roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'policy:read': { says: 'See policies', by: ['owner', 'admin'] },
  'policy:update': { says: 'Change policies', needs: ['policy:read'], by: ['owner', 'admin'] },
  'domain:read': { says: 'See domains', by: ['owner', 'admin'] },
  'domain:update': { says: 'Change domains', needs: ['domain:read'], by: ['owner', 'admin'] },
  'audit:read': { says: 'Read the audit log', by: ['owner', 'admin'] },
  'project:read': { says: 'See projects', by: ['owner', 'admin', 'member', 'viewer'] },
  'project:create': { says: 'Create projects', needs: ['project:read'], by: ['owner', 'admin', 'member'] },
  'project:update': { says: 'Rename and archive projects', needs: ['project:read'], by: ['owner', 'admin', 'member'] },
  'project:delete': { says: 'Delete projects', needs: ['project:read'], by: ['owner', 'admin'] },
} as const satisfies Record<string, Entry>

export type Permission = keyof typeof catalogue
export type Permissions = ReadonlySet<Permission>

export const permissions = Object.keys(catalogue) as Permission[]

const heldBy = (role: BuiltInRole): Permissions =>
  new Set(permissions.filter((permission) => (catalogue[permission].by as readonly BuiltInRole[]).includes(role)))

const builtIn: Record<BuiltInRole, Permissions> = {
  owner: heldBy('owner'),
  admin: heldBy('admin'),
  member: heldBy('member'),
  viewer: heldBy('viewer'),
}

/** What a role may do: a built-in one by its name, one of the organization's own by its row. Unknown strings in a row give nothing. */
export function permissionsOf(
  role: { builtInRole: BuiltInRole } | { builtInRole: null; permissions: readonly string[] },
): Permissions {
  if (role.builtInRole) return builtIn[role.builtInRole]
  return new Set(permissions.filter((permission) => role.permissions.includes(permission)))
}

/** `withheld` is what a policy keeps from somebody although their role has it. */
export function can(actor: { permissions: Permissions; withheld?: Permissions }, permission: Permission): boolean {
  return actor.permissions.has(permission) && !actor.withheld?.has(permission)
}

/** The one lattice: you cannot give what you do not have. Guards inviting, assigning and editing, when it is given and when it is used. */
export function covers(actor: Permissions, given: Permissions): boolean {
  for (const permission of given) if (!actor.has(permission)) return false
  return true
}

/** The built-in roles whose people can grant this permission, for “ask an owner or an admin”. */
export function grantedBy(permission: Permission): BuiltInRole[] {
  return builtInRoles.filter((role) => builtIn[role].has(permission) && builtIn[role].has('member:update'))
}
