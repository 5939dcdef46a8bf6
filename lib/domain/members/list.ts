import { z } from 'zod'
import type { OrgContext } from '@/lib/access/context'
import { type BuiltInRole, can } from '@/lib/access/permissions'
import { empty, type OrgDb, sql } from '@/lib/db/scope'
import { PAGE } from '../paging'
import { withRole } from '../roles/roles'
import { beyond, cursor, cursorAfter, keyOf, memberOrders, needsRole, type Position } from './order'

const none = (text: unknown) => (text === '' ? undefined : text)

/** What both the page and the export are narrowed by, and their order; an empty field is none. */
export const memberFilter = {
  q: z.string().trim().max(100).optional(),
  role: z.string().max(40).optional(),
  status: z.preprocess(none, z.enum(['active', 'inactive']).optional()),
  sort: z.preprocess(none, z.enum(memberOrders).default('-joined')),
}

const filter = z.object(memberFilter)
export type MemberFilter = z.output<typeof filter>

export const listMembersSchema = z.object({ ...memberFilter, after: cursor })

/** How they prove who they are is for whoever decides what others may do. */
export const seesProofs = (actor: OrgContext['actor']) => can(actor, 'member:update')

export async function listMembers({ db, actor }: OrgContext, input: z.output<typeof listMembersSchema>) {
  const { after, ...filter } = input
  const from = after?.[0] === filter.sort ? after : undefined
  const rows = await readMembers(db, filter, { from, take: PAGE + 1, proofs: seesProofs(actor) })
  const last = rows[PAGE - 1]
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE && last ? cursorAfter(filter.sort, last) : undefined }
}

type Reading = { from: Position | undefined; take: number; proofs: boolean }
type RoleRow = { id: string; name: string; permissions: string[] }
type Row = {
  id: string
  createdAt: Date
  roleEndsAt: Date | null
  builtInRole: BuiltInRole | null
  key: Date | string
  userId: string
  name: string
  email: string
  image: string | null
  disabledAt: Date | null
  emailVerified: Date | null
  role: RoleRow | null
  temporaryBuiltInRole: BuiltInRole | null
  temporaryRole: RoleRow | null
  temporaryUntil: Date | null
  secondFactor: boolean | null
  lastActiveAt: Date | null
}

export type ListedMember = Awaited<ReturnType<typeof readMembers>>[number]

/**
 * One statement. First the page, along the index of its order, then what is shown of those who are on it; how they prove who
 * they are comes through a door that opens for the organization in scope, and is asked about nobody unless `proofs` says so.
 * The policies show one organization anyway; said once more, it is what the index begins with.
 */
export async function readMembers(db: OrgDb, { q, role, status, sort }: MemberFilter, reading: Reading) {
  const { from, take, proofs } = reading
  const key = keyOf(sort)
  const way = sort.startsWith('-') ? sql`desc` : sql`asc`
  const rows = await db.$queryRaw<Row[]>`
    with page as (
      select m.*, ${key} as key
        from "Membership" m
        ${status ? sql`join "User" u on u.id = m."userId"` : empty}
        ${needsRole(sort) ? sql`left join "Role" r on r.id = held_role_id(m)` : empty}
       where m."organizationId" = scope('organization_id')::uuid
             ${looksFor(q)} ${has(role)} ${is(status)} ${from ? beyond(from) : empty}
       order by key ${way}, m.id ${way}
       limit ${take})
    select page.id, page."createdAt", page."roleEndsAt", page."builtInRole"::text as "builtInRole", page.key,
           u.id as "userId", u.name, u.email, u.image, u."disabledAt", u."emailVerified",
           ${roleAs(sql`r`)} as role, page."temporaryBuiltInRole"::text as "temporaryBuiltInRole", page."temporaryUntil",
           ${roleAs(sql`t`)} as "temporaryRole",
           p.second_factor as "secondFactor", p.last_active_at as "lastActiveAt"
      from page
      join "User" u on u.id = page."userId"
      left join "Role" r on r.id = page."roleId"
      left join "Role" t on t.id = page."temporaryRoleId"
      left join member_proofs(array(select "userId" from page where ${proofs}::boolean)) p on p.user_id = page."userId"
     order by page.key ${way}, page.id ${way}`
  return rows.map(({ userId, name, email, image, disabledAt, emailVerified, secondFactor, lastActiveAt, ...row }) => ({
    ...row,
    user: { id: userId, name, email, image, disabledAt, emailVerified },
    proofs: proofs ? { secondFactor: secondFactor === true, lastActiveAt } : null,
  }))
}

const roleAs = (row: typeof empty) =>
  sql`case when ${row}.id is not null then jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'permissions', ${row}.permissions) end`

const looksFor = (q: string | undefined) => (q ? sql`and strpos(m."searchText", sort_name(${q})) > 0` : empty)

/** Who has this role, for now or lastingly. The first line is what an index finds: beneath row-level security none helps where an enum is compared. */
function has(value: string | undefined) {
  if (!value || !withRole(value)) return empty
  return sql`and (m."roleValue" = ${value} or m."temporaryUntil" > now())
             and (m."roleValue" = ${value} or (m."temporaryUntil" > now()
                  and coalesce(m."temporaryBuiltInRole"::text, m."temporaryRoleId"::text) = ${value}))`
}

/** As `active()` does. */
const counts = sql`((m."roleEndsAt" is null or m."roleEndsAt" > now()) and u."disabledAt" is null)`

function is(status: MemberFilter['status']) {
  if (!status) return empty
  return status === 'active' ? sql`and ${counts}` : sql`and not ${counts}`
}
