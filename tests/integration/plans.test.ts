import { beforeAll, expect, test } from 'vitest'
import type { OrgContext } from '@/lib/access/context'
import type { Permission } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { scopedTo } from '@/lib/db/scope'
import { readWayToAccess } from '@/lib/domain/access-requests/access-requests'
import { listAccessRequests, listAccessRequestsSchema } from '@/lib/domain/access-requests/grants'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/domain/audit/log'
import { listRefusals, listRefusalsSchema } from '@/lib/domain/audit/refusals'
import { findRetention } from '@/lib/domain/audit/retention'
import { verifyAuditChain } from '@/lib/domain/audit/verification'
import { listDomains } from '@/lib/domain/domains/domains'
import { listJoinRequests, listJoinRequestsSchema } from '@/lib/domain/domains/join-requests'
import { listInvitations, listInvitationsSchema } from '@/lib/domain/invitations/invitations'
import { listLinkInvitations, listLinkInvitationsSchema } from '@/lib/domain/invitations/links'
import { listMembers, listMembersSchema } from '@/lib/domain/members/list'
import { cursorAfter } from '@/lib/domain/members/order'
import { COUNT_CAP, getPeople } from '@/lib/domain/members/people'
import { readOverview } from '@/lib/domain/organizations/overview'
import { findCandidatesSchema, readHandover, readSettings } from '@/lib/domain/ownership/owners'
import { cursorOf } from '@/lib/domain/paging'
import { getPolicies } from '@/lib/domain/policies/policies'
import { getProject, listProjects, listProjectsSchema } from '@/lib/domain/projects'
import { listRoles, listRolesSchema, readRole, readRoleToCopy } from '@/lib/domain/roles/list'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { COMMON_ROLE, makeLargeOrganization } from '@/tests/support/large-organization'
import { person } from '@/tests/support/people'
import { longTables, type Planned, plansOf, tellPlans } from '@/tests/support/plans'

const MEMBERS = 10_000
/** What a page may look at of any table: a count up to its cap, and what it passes over on the way. */
const A_PAGE = 1_600
/** Beside each of the roles on a page stands how many have it. */
const TWELVE_COUNTS = 12 * (COUNT_CAP + 1)

let slug: string
let long: Set<string>
let middle: Record<'member' | 'named' | 'invitation' | 'project' | 'role' | 'common' | 'projectId', string>
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  await tellPlans()
  const olive = await person('olive')
  const org = await makeLargeOrganization('large', olive)
  slug = org.slug
  long = await longTables()
  const half = async (table: string) => {
    const found = await row<{ id: string; createdAt: Date }>(
      `select id, "createdAt" from "${table}" where "organizationId" = $1 order by "createdAt" desc, id desc
        offset (select count(*) / 2 from "${table}" where "organizationId" = $1) limit 1`,
      [org.id],
    )
    return { ...found, cursor: cursorOf(found) }
  }
  const roles = await rows<{ id: string; name: string }>('select id, name from "Role" order by "createdAt" desc')
  const project = await half('Project')
  const member = await half('Membership')
  middle = {
    member: cursorAfter('-joined', { ...member, key: member.createdAt }),
    named: cursorAfter('-name', { ...member, key: 'katherine' }),
    invitation: (await half('Invitation')).cursor,
    project: project.cursor,
    projectId: project.id,
    role: roles[7]?.id ?? '',
    common: roles.find(({ name }) => name === COMMON_ROLE)?.id ?? '',
  }
  await as(olive)
}, 240_000)

/** As a page reads it: through the gate, under the application's role. More often than PostgreSQL plans anew. */
async function plansOfPage(permission: Permission, read: (ctx: OrgContext) => Promise<unknown>, times = 14) {
  return plansOf(async () => {
    for (let time = 0; time < times; time++) {
      const seen = await orgQuery(slug, permission, read)
      if ('refusal' in seen) throw new Error(`refused with ${seen.refusal.status}`)
    }
  })
}

/** Statements that go through a long table from end to end, or look at more rows of one than they may. */
function faultsOf(planned: Planned[], most: number) {
  const faults = planned.flatMap(({ sql, reads }) =>
    reads
      .filter(({ table, way, rows }) => long.has(table) && (/Seq Scan/.test(way) || rows > most))
      .map(({ table, way, rows }) => `${way} of ${table}: ${rows} rows\n  ${sql.slice(0, 2_000)}`),
  )
  return [...new Set(faults)]
}

const members = (query: object) => (ctx: OrgContext) => listMembers(ctx, listMembersSchema.parse(query))
const invitations = (query: object) => (ctx: OrgContext) => listInvitations(ctx, listInvitationsSchema.parse(query))
const projects = (query: object) => (ctx: OrgContext) => listProjects(ctx, listProjectsSchema.parse(query))
const roles = (query: object) => (ctx: OrgContext) => listRoles(ctx, listRolesSchema.parse(query))
const events = (query: object) => (ctx: OrgContext) => listAuditEvents(ctx, listAuditEventsSchema.parse(query))
const candidates = (query: object) => (ctx: OrgContext) => readHandover(ctx, findCandidatesSchema.parse(query))

/** `most`: rows of one table that it may look at, where that is not a page's. */
type Page = [name: string, permission: Permission, read: (ctx: OrgContext) => Promise<unknown>, most?: number]

const pages = (): Page[] => [
  ['dashboard', 'organization:read', readOverview],
  ['what stands around people', 'member:read', getPeople],
  ['members', 'member:read', members({})],
  ['members, deep in the list', 'member:read', members({ after: middle.member })],
  ['members with a role that some hold', 'member:read', members({ role: middle.role })],
  ['members with a built-in role', 'member:read', members({ role: 'admin' })],
  ['members by name', 'member:read', members({ sort: 'name' })],
  ['members by name, deep in the list', 'member:read', members({ sort: '-name', after: middle.named })],
  ['members who count', 'member:read', members({ status: 'active' })],
  ['invitations', 'member:invite', invitations({})],
  ['invitations, deep in the list', 'member:invite', invitations({ after: middle.invitation })],
  ['pending invitations', 'member:invite', invitations({ status: 'pending' })],
  ['expired invitations', 'member:invite', invitations({ status: 'expired' })],
  ['links', 'member:invite', (ctx) => listLinkInvitations(ctx, listLinkInvitationsSchema.parse({}))],
  ['requests for access', 'member:update', (ctx) => listAccessRequests(ctx, listAccessRequestsSchema.parse({}))],
  ['requests to join', 'member:invite', (ctx) => listJoinRequests(ctx, listJoinRequestsSchema.parse({}))],
  ['roles', 'role:read', roles({}), TWELVE_COUNTS],
  ['roles, found by name', 'role:read', roles({ q: 'role 17' }), TWELVE_COUNTS],
  ['a role that thousands hold', 'role:read', (ctx) => readRole(ctx, middle.common)],
  // two thousand are viewers: all of them from 200 pages are cheaper than the first thousand by the index; of the four
  // thousand of the line above they are not
  ['a built-in role', 'role:read', (ctx) => readRole(ctx, 'viewer'), 2 * A_PAGE],
  ['a role to copy', 'role:create', (ctx) => readRoleToCopy(ctx, middle.common)],
  ['projects', 'project:read', projects({})],
  ['projects, deep in the list', 'project:read', projects({ after: middle.project })],
  ['archived projects', 'project:read', projects({ status: 'archived' })],
  ['a project', 'project:read', (ctx) => getProject(ctx, { id: middle.projectId })],
  ['audit log', 'audit:read', events({})],
  ['audit log, deep in it', 'audit:read', events({ before: '50000' })],
  ['audit log of one action', 'audit:read', events({ action: 'member.role_changed' })],
  ['audit log of what never happened', 'audit:read', events({ action: 'policy.changed' })],
  ['audit log of one person', 'audit:read', events({ actor: 'large-9990@people.test' })],
  ['audit log of one day', 'audit:read', events({ from: day(100), to: day(100) })],
  ['audit log of one thing', 'audit:read', events({ target: 'Project 17' })],
  ['refusals', 'audit:read', (ctx) => listRefusals(ctx, listRefusalsSchema.parse({}))],
  ['retention', 'audit:read', findRetention],
  ['settings', 'organization:update', readSettings],
  ['policies', 'policy:read', getPolicies],
  ['domains', 'domain:read', listDomains],
  ['whom ownership could go to', 'organization:transfer', candidates({})],
  ['who can grant what is missing', 'member:read', (ctx) => readWayToAccess(ctx, 'audit:read')],
]

test('every page of an organization of ten thousand goes by indexes, and looks at no more than it needs', async () => {
  const faults: Record<string, string[]> = {}
  for (const [name, permission, read, most = A_PAGE] of pages()) {
    const found = faultsOf(await plansOfPage(permission, read), most)
    if (found.length > 0) faults[name] = found
  }
  expect(faults).toEqual({})
}, 120_000)

// A word may stand anywhere in a name: no index that row-level security lets the application use finds it
// (docs/decisions/search.md). It costs a look at each row of the organization, and at nobody else's.
const searches = (): Page[] => [
  ['members with a role that thousands hold', 'member:read', members({ role: middle.common })],
  ['members called so', 'member:read', members({ q: 'lovelace 99' })],
  ['members, and nobody is called so', 'member:read', members({ q: 'nobody at all' })],
  ['members by role', 'member:read', members({ sort: 'role' })],
  ['members who do not count', 'member:read', members({ status: 'inactive' })],
  ['invitations by address', 'member:invite', invitations({ q: 'guest-4999@' })],
  ['revoked invitations to a role', 'member:invite', invitations({ status: 'revoked', role: middle.role })],
  ['projects by name', 'project:read', projects({ q: 'nothing like it' })],
  ['owners to be, by name', 'organization:transfer', candidates({ q: 'nobody at all' })],
]

test('a search, and a filter by what most are, looks at each row of the organization once at most, and at nobody else’s', async () => {
  const faults: Record<string, string[]> = {}
  for (const [name, permission, read] of searches()) {
    const found = faultsOf(await plansOfPage(permission, read, 2), MEMBERS + A_PAGE)
    if (found.length > 0) faults[name] = found
  }
  expect(faults).toEqual({})
}, 60_000)

test('what touches members is planned for the organization that asks, everything else once', async () => {
  const { id } = await row<{ id: string }>('select id from "Organization" where slug = $1', [slug])
  const db = scopedTo({ organizationId: id })
  for (let time = 0; time < 14; time++) {
    await db.$queryRaw`select id as one from "Membership" where id = ${middle.role}::uuid`
    await db.$queryRaw`select id as one from "Role" where id = ${middle.role}::uuid`
  }
  const planned = await db.$queryRaw`
    select statement, generic_plans > 0 as once from pg_prepared_statements where starts_with(statement, 'select id as one') order by 1`
  expect(planned).toEqual([
    { statement: 'select id as one from "Membership" where id = $1::uuid', once: false },
    { statement: 'select id as one from "Role" where id = $1::uuid', once: true },
  ])
})

test('its hundred thousand events are one unbroken chain', async () => {
  const { id } = await row<{ id: string }>('select id from "Organization" where slug = $1', [slug])
  expect(await verifyAuditChain(id)).toMatchObject({ checked: 100_000, broken: null })
}, 120_000)

test('a list whose index is gone is found out, and so is one that goes through all of a table', async () => {
  const list = pages().find(([name]) => name === 'members') as Page
  await rows('drop index "Membership_organizationId_createdAt_id_idx"')
  expect(faultsOf(await plansOfPage(list[1], list[2]), A_PAGE)).not.toEqual([])
  const all = (ctx: OrgContext) => ctx.db.$queryRaw`select count(*) from "User" where name = 'nobody'`
  expect(faultsOf(await plansOfPage('member:read', all), Number.POSITIVE_INFINITY)).toEqual([
    expect.stringMatching(/^Seq Scan of User/),
  ])
})
