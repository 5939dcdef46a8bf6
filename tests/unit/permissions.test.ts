import { expect, test } from 'vitest'
import {
  catalogue,
  covers,
  grantedBy,
  needsOf,
  type Permission,
  permissions,
  permissionsOf,
  withNeeds,
} from '@/lib/access/permissions'

// Typed by hand, once more: a permission that changes hands has to be changed in two places.
const table: Record<Permission, [owner: boolean, admin: boolean, member: boolean, viewer: boolean]> = {
  'organization:read': [true, true, true, true],
  'organization:update': [true, true, false, false],
  'organization:delete': [true, false, false, false],
  'organization:transfer': [true, false, false, false],
  'member:read': [true, true, true, true],
  'member:invite': [true, true, false, false],
  'member:update': [true, true, false, false],
  'member:remove': [true, true, false, false],
  'role:read': [true, true, false, false],
  'role:create': [true, true, false, false],
  'role:update': [true, true, false, false],
  'role:delete': [true, true, false, false],
  'policy:read': [true, true, false, false],
  'policy:update': [true, true, false, false],
  'domain:read': [true, true, false, false],
  'domain:update': [true, true, false, false],
  'audit:read': [true, true, false, false],
  'project:read': [true, true, true, true],
  'project:create': [true, true, true, false],
  'project:update': [true, true, true, false],
  'project:delete': [true, true, false, false],
}
const roles = ['owner', 'admin', 'member', 'viewer'] as const

test('each built-in role may do what the table says, and nothing else', () => {
  expect([...permissions].sort()).toEqual(Object.keys(table).sort())
  for (const [column, builtInRole] of roles.entries()) {
    const held = permissionsOf({ builtInRole })
    for (const permission of permissions)
      expect([builtInRole, permission, held.has(permission)]).toEqual([
        builtInRole,
        permission,
        table[permission][column],
      ])
  }
})

test('what a permission needs exists, and every role that holds it holds that too', () => {
  for (const permission of permissions) {
    const { needs = [], by } = catalogue[permission] as {
      needs?: readonly Permission[]
      by: readonly (typeof roles)[number][]
    }
    for (const needed of needs) for (const builtInRole of by) expect(permissionsOf({ builtInRole })).toContain(needed)
  }
})

test('a role of the organization’s own gives what its row says; a string that nobody knows gives nothing', () => {
  const held = permissionsOf({ builtInRole: null, permissions: ['project:read', 'project:explode', '__proto__'] })
  expect([...held]).toEqual(['project:read'])
})

test('what is for owners alone gives nothing in such a row either', () => {
  const everything = permissionsOf({ builtInRole: null, permissions })
  const missing = permissions.filter((permission) => !everything.has(permission))
  expect(missing).toEqual(['organization:delete', 'organization:transfer'])
})

test('what a permission needs is found however far away it is', () => {
  expect(needsOf('member:read')).toEqual(['organization:read'])
  expect(needsOf('project:update')).toEqual(['organization:read', 'project:read'])
  expect([...withNeeds(['member:invite', 'audit:read'])]).toEqual([
    ...['organization:read', 'member:read', 'member:invite', 'audit:read'],
  ])
  expect([...withNeeds([])]).toEqual([])
})

test('only an owner covers an owner', () => {
  const of = (builtInRole: (typeof roles)[number]) => permissionsOf({ builtInRole })
  expect(roles.filter((role) => covers(of(role), of('owner')))).toEqual(['owner'])
  expect(roles.filter((role) => covers(of(role), of('admin')))).toEqual(['owner', 'admin'])
  expect(roles.filter((role) => covers(of('viewer'), of(role)))).toEqual(['viewer'])
})

test('whoever is named as able to grant a permission holds it and may change roles', () => {
  expect(grantedBy('project:create')).toEqual(['owner', 'admin'])
  expect(grantedBy('organization:delete')).toEqual(['owner'])
})
