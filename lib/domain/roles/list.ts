import { z } from 'zod'
import type { OrgContext } from '@/lib/access/context'
import { type BuiltInRole, builtInRoles } from '@/lib/access/permissions'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { COUNT_CAP } from '../members/people'
import { id } from '../strings'
import { canGive, type Role, rolesFrom } from './roles'

/** Of an organization's own roles so many stand beside the built-in ones: more columns than that nobody compares. */
const COLUMNS = 8

const cursor = z
  .string()
  .transform(
    (text) => z.tuple([z.string(), z.uuid()]).safeParse(readJson(Buffer.from(text, 'base64url').toString())).data,
  )
  .optional()

export const listRolesSchema = z.object({ q: z.string().trim().max(100).optional(), after: cursor })

type OwnRow = { id: string; name: string; permissions: string[]; members: number; key: string }
type Row = { own: OwnRow[]; total: number; builtIn: Partial<Record<BuiltInRole, number>> }

/** The built-in roles, and a page of the organization's own by name, with how many have each: one statement. */
export async function listRoles({ db, org }: OrgContext, { q = '', after }: z.output<typeof listRolesSchema>) {
  const [name, id] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  const [row] = await db.$queryRaw<Row[]>`
    select (select coalesce(jsonb_agg(r), '[]') from (
              select r.id, r.name, r.permissions, lower(r.name) as key, (
                       select count(*)::int from (
                         (select 1 from "Membership" m
                           where m."organizationId" = ${org.id}::uuid and m."roleValue" = r.id::text
                           order by m."createdAt" limit ${COUNT_CAP + 1})
                          union all
                         select 1 from "Membership" m
                          where m."organizationId" = ${org.id}::uuid and m."temporaryRoleId" = r.id and m."temporaryUntil" > now()
                          limit ${COUNT_CAP + 1}) m) as members
                from "Role" r
               where (lower(r.name), r.id) > (${name}, ${id}::uuid) and strpos(lower(r.name), lower(${q})) > 0
               order by lower(r.name), r.id limit ${COLUMNS + 1}) r) as own,
           (select count(*)::int from "Role") as total,
           (select jsonb_object_agg(kind, (
              select count(*)::int from (
                (select 1 from "Membership"
                  where "organizationId" = ${org.id}::uuid and "roleValue" = kind::text
                  order by "createdAt" limit ${COUNT_CAP + 1})
                 union all
                select 1 from "Membership"
                 where "organizationId" = ${org.id}::uuid and "temporaryUntil" > now() and "temporaryBuiltInRole" = kind
                 limit ${COUNT_CAP + 1}) m))
              from unnest(enum_range(null::"BuiltInRole")) kind) as "builtIn"`
  if (!row) throw new Error('A statement without a from gives one row.')
  const page = row.own.slice(0, COLUMNS)
  const last = page.at(-1)
  const members = (role: Role) =>
    role.builtInRole ? (row.builtIn[role.builtInRole] ?? 0) : (page.find(({ id }) => id === role.value)?.members ?? 0)
  return {
    roles: rolesFrom(page).map((role) => ({ ...role, members: members(role) })),
    total: row.total,
    next:
      last && row.own.length > COLUMNS
        ? Buffer.from(JSON.stringify([last.key, last.id])).toString('base64url')
        : undefined,
  }
}

type OneRow = { own: Omit<OwnRow, 'members' | 'key'>[]; members: number; invitations: number }

/** One role with what hangs on it, counted up to the cap, and where that could go if it were deleted. */
export async function readRole(ctx: OrgContext, value: string) {
  const builtIn = builtInRoles.find((name) => name === value) ?? null
  const own = id().safeParse(value).data ?? null
  const [row] = await ctx.db.$queryRaw<OneRow[]>`
    select (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'permissions', permissions) order by lower(name)), '[]')
              from "Role") as own,
           (select count(*)::int from (
              (select 1 from "Membership" where "organizationId" = ${ctx.org.id}::uuid and "roleValue" = ${value}
                order by "createdAt" limit ${COUNT_CAP + 1})
               union all
              select 1 from "Membership"
               where "organizationId" = ${ctx.org.id}::uuid and "temporaryUntil" is not null
                 and ("temporaryRoleId" = ${own}::uuid or ("temporaryUntil" > now() and "temporaryBuiltInRole" = ${builtIn}::"BuiltInRole"))
               limit ${COUNT_CAP + 1}) m) as members,
           (select count(*)::int from (
              select from "Invitation"
               where "organizationId" = ${ctx.org.id}::uuid and "acceptedAt" is null and "revokedAt" is null
                 and ("builtInRole" = ${builtIn}::"BuiltInRole" or "roleId" = ${own}::uuid)
               order by "expiresAt" limit ${COUNT_CAP + 1}) i) as invitations`
  const all = rolesFrom(row?.own ?? [])
  const role = all.find((one) => one.value === value)
  if (!row || !role) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const targets = all.filter((one) => one !== role && one.builtInRole !== 'owner' && canGive(ctx.actor, one))
  return { role, members: row.members, invitations: row.invitations, targets }
}

/** What a new role starts from: another one, or what a viewer may do. */
export async function readRoleToCopy({ db }: OrgContext, from: string | undefined) {
  const own = await db.role.findMany({ select: { id: true, name: true, permissions: true }, orderBy: { name: 'asc' } })
  const all = rolesFrom(own)
  const copied = all.find(({ value }) => value === (from ?? 'viewer'))
  if (!copied) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return { all, copied }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
