import { type BuiltInRole, builtInRoles } from '@/lib/access/permissions'
import { id } from '../strings'
import { type Role, roleColumns, roleData } from './roles'

// A membership has a role that lasts, and perhaps another one for a time, which counts instead while the time runs. Nothing has to
// happen at its end: `roleOf()` here and `held_role_id()` in the migrations judge it whenever it is used.

/** What to select of a membership to know its role. */
export const heldRoleColumns = {
  ...roleColumns,
  temporaryBuiltInRole: true,
  temporaryRole: roleColumns.role,
  temporaryUntil: true,
} as const

/** How a role is written to a membership. It lasts, and what was held for a time is over. */
export const lasting = { temporaryBuiltInRole: null, temporaryRoleId: null, temporaryUntil: null } as const
export const memberRole = (role: Role) => ({ ...roleData(role), ...lasting })

/** Or beside the one that lasts. */
export function temporaryRole({ value, builtInRole }: Role, until: Date) {
  return { temporaryBuiltInRole: builtInRole, temporaryRoleId: builtInRole ? null : value, temporaryUntil: until }
}

/** For filters: who has this role, for now or lastingly. Null for what cannot be one. */
export function havingRole(value: string) {
  const named = builtInRoles.find((name) => name === value)
  const inTime = { temporaryUntil: { gt: new Date() } }
  if (!named && !id().safeParse(value).success) return null
  const temporary = named ? { temporaryBuiltInRole: named } : { temporaryRoleId: value }
  // the first is what an index finds: beneath row-level security none helps where an enum is compared
  return { AND: [{ OR: [{ roleValue: value }, inTime] }, { OR: [{ roleValue: value }, { ...temporary, ...inTime }] }] }
}

type Own = { permissions?: { has?: string; hasEvery?: string[]; hasSome?: string[] }; NOT?: Own }

/** Whose role, as it counts now, is one of these built-in ones, or one of the organization's own of which this is true. */
export function withHeldRole({ builtIn, own }: { builtIn: BuiltInRole[]; own: Own }) {
  const now = new Date()
  const isOver = { OR: [{ temporaryUntil: null }, { temporaryUntil: { lte: now } }] } // NULL is not earlier
  return {
    OR: [
      { temporaryUntil: { gt: now }, OR: [{ temporaryBuiltInRole: { in: builtIn } }, { temporaryRole: own }] },
      { AND: [isOver], OR: [{ builtInRole: { in: builtIn } }, { role: own }] },
    ],
  }
}
