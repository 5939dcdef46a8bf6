import { randomUUID } from 'node:crypto'
import { ownable } from '@/lib/access/permissions'
import { connection, row } from './database'
import { tellHistory } from './history'
import { type Insert, makeInvitations, makePeople, makeRequests } from './large-crowd'

/** How much there is of each; `neighbours` are members of other organizations, twenty in each. */
const full = {
  members: 10_000,
  roles: 200,
  invitations: 5_000,
  links: 200,
  projects: 5_000,
  requests: 300,
  refusals: 5_000,
  events: 100_000,
  neighbours: 20_000,
}

export type Size = typeof full
export type Owner = { id: string; name: string; email: string }

/** A role that two in five of its members hold. */
export const COMMON_ROLE = 'Contractors'

/**
 * An organization as large as they get, among others, straight into the tables: by sets, in seconds. Its history verifies, and
 * statistics are fresh. `Ada Lovelace 16` and so on are its people, `<slug>-16@people.test` and so on their addresses.
 */
export async function makeLargeOrganization(slug: string, owner: Owner, size: Partial<Size> = {}) {
  const wanted = { ...full, ...size }
  const org = { id: randomUUID(), slug, name: 'Large' }
  const db = await connection()
  const insert: Insert = (sql, values = []) => db.query(sql, values)
  try {
    await db.query(`set session_replication_role = replica`) // references are as they should be: they are not looked up
    await insert(
      `insert into "Organization" (id, slug, name, "createdAt") values ($1, $2, $3, now() - interval '3 years')`,
      [org.id, slug, org.name],
    )
    await makeRoles(insert, org.id, wanted)
    await makePeople(insert, { ...org, owner }, wanted)
    await makeInvitations(insert, org.id, wanted)
    await makeRequests(insert, org, wanted)
    await insert(
      `insert into "Project" ("organizationId", name, "createdAt", "archivedAt")
       select $1, 'Project ' || n, now() - n * interval '3 hours', case when n % 5 = 0 then now() end
         from generate_series(1, $2) n`,
      [org.id, wanted.projects],
    )
    await makeNeighbours(insert, slug, wanted)
    if (wanted.events > 0) await tellHistory(org.id, { actors: await firstMembers(org.id), events: wanted.events })
    await db.query('vacuum analyze') // as after a night
  } finally {
    await db.end()
  }
  return org
}

/** Each with another set of permissions, like those that people make. */
function makeRoles(insert: Insert, id: string, { roles }: Size) {
  const always = ['organization:read', 'member:read', 'project:read', 'role:read']
  return insert(
    `insert into "Role" ("organizationId", name, permissions, "createdAt")
     select $1, case n when 1 then $5 else 'Role ' || n end,
            $3::text[] || array(select p from unnest($4::text[]) with ordinality o (p, place) where (n + place) % 7 = 0),
            now() - n * interval '1 day'
       from generate_series(1, $2) n`,
    [id, roles, always, ownable.filter((one) => !always.includes(one)), COMMON_ROLE],
  )
}

/** Others have rows in the same tables. */
async function makeNeighbours(insert: Insert, slug: string, { neighbours }: Size) {
  await insert(
    `insert into "Organization" (id, slug, name)
     select gen_random_uuid(), $1 || '-neighbour-' || n, 'Neighbour ' || n from generate_series(1, $2) n`,
    [slug, Math.ceil(neighbours / 20)],
  )
  await insert(
    `with people as (
       insert into "User" (email, name, "emailVerified")
       select $1 || '.next.' || n || '@people.test', 'Neighbour ' || n, now() from generate_series(1, $2) n returning id),
     placed as (select id, row_number() over () - 1 as n from people),
     orgs as (select id, row_number() over () - 1 as n from "Organization" where slug like $1 || '-neighbour-%')
     insert into "Membership" ("organizationId", "userId", "builtInRole", "sortName", "searchText")
     select o.id, p.id, case when p.n % 20 = 0 then 'owner' else 'member' end::"BuiltInRole", 'neighbour ' || p.n, 'neighbour ' || p.n
       from placed p join orgs o on o.n = p.n / 20`,
    [slug, neighbours],
  )
  await insert(
    `insert into "Project" ("organizationId", name)
     select id, 'Project ' || n from "Organization", generate_series(1, 10) n where slug like $1 || '-neighbour-%'`,
    [slug],
  )
  await insert(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "mailTokenDigest", "expiresAt", "acceptedAt")
     select id, 'guest-' || n || '@guests.test', 'member', sha256(convert_to('mail' || id || n, 'UTF8')), now(), now()
       from "Organization", generate_series(1, 10) n where slug like $1 || '-neighbour-%'`,
    [slug],
  )
  await insert(
    `with theirs as (
       insert into "AccessRequest" ("organizationId", "membershipId", permission)
       select m."organizationId", m.id, 'audit:read' from "Membership" m join "Organization" o on o.id = m."organizationId"
        where o.slug like $1 || '-neighbour-%' and m."builtInRole" = 'member' limit 2000 returning "organizationId", "membershipId")
     insert into "JoinRequest" ("organizationId", "userId", email, "expiresAt")
     select o.id, u.id, u.email, now() + interval '7 days'
       from (select id, row_number() over () as n from "Organization" where slug like $1 || '-neighbour-%') o
       join (select id, email, row_number() over () as n from "User" where email like $1 || '.next.%') u on u.n % 1000 = o.n limit 2000`,
    [slug],
  )
}

async function firstMembers(id: string) {
  const { people } = await row<{ people: Owner[] }>(
    `select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email)) as people
       from (select "userId" from "Membership" where "organizationId" = $1 order by "createdAt" limit 40) m
       join "User" u on u.id = m."userId"`,
    [id],
  )
  return people
}
