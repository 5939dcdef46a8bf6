export const builtInRoles = ['owner', 'admin', 'member', 'viewer'] as const
export type BuiltInRole = (typeof builtInRoles)[number]

/** `ownersOnly` can be in no role of an organization's own: it goes with being an owner, and with nothing else. */
type Entry = { says: string; needs?: readonly string[]; by: readonly BuiltInRole[]; ownersOnly?: true }

/** Who may do what. Read it aloud: “member:invite: invite people; needs member:read; by owner and admin.” */
export const catalogue = {
  'organization:read': { says: 'See the organization', by: ['owner', 'admin', 'member', 'viewer'] },
  'organization:update': {
    says: 'Change the organization’s name and address',
    needs: ['organization:read'],
    by: ['owner', 'admin'],
  },
  'organization:delete': {
    says: 'Delete the organization',
    needs: ['organization:read'],
    by: ['owner'],
    ownersOnly: true,
  },
  'organization:transfer': {
    says: 'Hand over ownership',
    needs: ['organization:read', 'member:read'],
    by: ['owner'],
    ownersOnly: true,
  },
  'member:read': {
    says: 'See who is in the organization',
    needs: ['organization:read'],
    by: ['owner', 'admin', 'member', 'viewer'],
  },
  'member:invite': { says: 'Invite people', needs: ['member:read'], by: ['owner', 'admin'] },
  'member:update': { says: 'Change people’s roles', needs: ['member:read'], by: ['owner', 'admin'] },
  'member:remove': { says: 'Remove people', needs: ['member:read'], by: ['owner', 'admin'] },
  'role:read': { says: 'See roles', needs: ['organization:read'], by: ['owner', 'admin'] },
  'role:create': { says: 'Create roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'role:update': { says: 'Change roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'role:delete': { says: 'Delete roles', needs: ['role:read'], by: ['owner', 'admin'] },
  'policy:read': { says: 'See policies', needs: ['organization:read'], by: ['owner', 'admin'] },
  'policy:update': { says: 'Change policies', needs: ['policy:read'], by: ['owner', 'admin'] },
  'domain:read': { says: 'See domains', needs: ['organization:read'], by: ['owner', 'admin'] },
  'domain:update': { says: 'Change domains', needs: ['domain:read'], by: ['owner', 'admin'] },
  'audit:read': { says: 'Read the audit log', needs: ['organization:read'], by: ['owner', 'admin'] },
  'project:read': { says: 'See projects', needs: ['organization:read'], by: ['owner', 'admin', 'member', 'viewer'] },
  'project:create': { says: 'Create projects', needs: ['project:read'], by: ['owner', 'admin', 'member'] },
  'project:update': { says: 'Rename and archive projects', needs: ['project:read'], by: ['owner', 'admin', 'member'] },
  'project:delete': { says: 'Delete projects', needs: ['project:read'], by: ['owner', 'admin'] },
} as const satisfies Record<string, Entry>

export type Permission = keyof typeof catalogue
export type Permissions = ReadonlySet<Permission>
/** What an entrance asks for: one permission, or any of several, where each has something of its own to see there. */
export type Needed = Permission | readonly [Permission, ...Permission[]]

export const permissions = Object.keys(catalogue) as Permission[]

const heldBy = (role: BuiltInRole): Permissions =>
  new Set(permissions.filter((permission) => (catalogue[permission].by as readonly BuiltInRole[]).includes(role)))

const builtIn: Record<BuiltInRole, Permissions> = {
  owner: heldBy('owner'),
  admin: heldBy('admin'),
  member: heldBy('member'),
  viewer: heldBy('viewer'),
}

/** What a role of an organization's own can hold. */
export const ownable = permissions.filter((permission) => !('ownersOnly' in catalogue[permission]))

/** What a role may do: a built-in one by its name, one of the organization's own by its row. What is unknown or for owners only gives nothing in a row. */
export function permissionsOf(
  role: { builtInRole: BuiltInRole } | { builtInRole: null; permissions: readonly string[] },
): Permissions {
  if (role.builtInRole) return builtIn[role.builtInRole]
  return new Set(ownable.filter((permission) => role.permissions.includes(permission)))
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

/** What a permission needs, however far: to update you need to see, and to see it you need to see the organization. */
export function needsOf(permission: Permission): Permission[] {
  const { needs = [] } = catalogue[permission] as { needs?: readonly Permission[] }
  return [...new Set(needs.flatMap((needed) => [...needsOf(needed), needed]))]
}

/** With everything that they need. */
export function withNeeds(given: Iterable<Permission>): Permissions {
  const wanted = new Set([...given].flatMap((permission) => [permission, ...needsOf(permission)]))
  return new Set(permissions.filter((permission) => wanted.has(permission)))
}

/** The built-in roles whose people can grant one of these, for “ask an owner or an admin”. */
export function grantedBy(...wanted: Permission[]): BuiltInRole[] {
  const grants = (role: BuiltInRole, permission: Permission) =>
    builtIn[role].has(permission) && builtIn[role].has('member:update')
  return builtInRoles.filter((role) => wanted.some((permission) => grants(role, permission)))
}
