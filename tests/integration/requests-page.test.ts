import { describe, expect, test } from 'vitest'
import { declineAccess, grantAccess } from '@/app/o/[slug]/members/requests/access-actions'
import { approveJoinRequest, declineJoinRequest } from '@/app/o/[slug]/members/requests/actions'
import { type Needed, permissions } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { listAccessRequests } from '@/lib/domain/access-requests/grants'
import { listJoinRequests } from '@/lib/domain/domains/join-requests'
import { getPeople } from '@/lib/domain/members/people'
import { cursor } from '@/lib/domain/paging'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { endRole, joinWith, type Organization, organization } from '@/tests/support/world'
import { roleIn } from './invitation-mail'

/** As the page asks. */
const needed: Needed = ['member:invite', 'member:update']
const seeing = ['organization:read', 'member:read', 'project:read']

async function seen(someone: Person, org: Organization) {
  await as(someone)
  const page = await orgQuery(org.slug, needed, async (ctx) => ({
    badge: (await getPeople(ctx)).requests,
    joining: ctx.actor.permissions.has('member:invite') ? (await listJoinRequests(ctx, {})).rows.length : null,
    access: ctx.actor.permissions.has('member:update')
      ? (await listAccessRequests(ctx, {})).rows.map(({ permission }) => permission).sort()
      : null,
  }))
  return 'refusal' in page ? page.refusal : page.data
}

const wants = ({ org, membershipId }: { org: Organization; membershipId: string }, permission: string) =>
  row<{ id: string }>(
    `insert into "AccessRequest" ("organizationId", "membershipId", permission) values ($1, $2, $3) returning id`,
    [org.id, membershipId, permission],
  )

/** So many people with a proved address who ask to join, a minute apart. */
const knocking = (org: Organization, count: number) =>
  rows<{ id: string }>(
    `with people as (
       insert into "User" (email, name, "emailVerified")
       select 'k' || n || '@' || $2 || '.test', 'K' || n, now() from generate_series(1, $3::int) n returning id, email)
     insert into "JoinRequest" ("organizationId", "userId", email, "createdAt", "expiresAt")
     select $1, id, email, now() - interval '1 day' + make_interval(mins => substring(email from 'k(\\d+)')::int), now() + interval '9 days'
       from people returning id`,
    [org.id, org.slug, count],
  )

describe('who decides sees what is theirs, and the badge counts exactly that', () => {
  async function busy(slug: string) {
    const made = await organization(slug, { grace: 'admin', mia: 'member', vera: 'viewer' })
    const { org } = made
    await wants({ org, membershipId: made.vera.membershipId }, 'project:create')
    await wants({ org, membershipId: made.mia.membershipId }, 'audit:read')
    await knocking(org, 3)
    return made
  }

  test('all of it an owner and an admin', async () => {
    const { org, olive, grace } = await busy('all')
    const all = { badge: 5, joining: 3, access: ['audit:read', 'project:create'] }
    expect(await seen(olive, org)).toEqual(all)
    expect(await seen(grace, org)).toEqual(all)
  })

  test('who may invite, and no more, those who ask to join', async () => {
    const { org } = await busy('inviter')
    const ivan = await joinWith(org, await person('ivan'), [...seeing, 'member:invite'])
    expect(await seen(ivan, org)).toEqual({ badge: 3, joining: 3, access: null })
    const [request] = await rows<{ id: string }>('select id from "JoinRequest" where "organizationId" = $1', [org.id])
    const [asked] = await rows<{ id: string }>('select id from "AccessRequest" where "organizationId" = $1', [org.id])
    expect(await outcome(() => declineJoinRequest(org.slug, {}, form({ requestId: request?.id })))).toMatchObject({
      ok: true,
    })
    expect(await outcome(() => declineAccess(org.slug, {}, form({ requestId: asked?.id })))).toMatchObject({
      message: expect.stringContaining('member:update'),
    })
    expect(await seen(ivan, org)).toMatchObject({ badge: 2 })
  })

  test('who may change roles, and no more, what they could grant: not what they lack, nor for who has more', async () => {
    const { org, mia, vera } = await busy('granter')
    const gus = await joinWith(org, await person('gus'), [...seeing, 'member:update', 'project:create'])
    expect(await seen(gus, org)).toEqual({ badge: 1, joining: null, access: ['project:create'] })
    await wants({ org, membershipId: mia.membershipId }, 'project:create') // of somebody who also has project:update
    await wants({ org, membershipId: vera.membershipId }, 'audit:read') // which gus lacks
    expect(await seen(gus, org)).toMatchObject({ badge: 1, access: ['project:create'] })
    for (const { id, permission } of await rows<{ id: string; permission: string }>(
      `select r.id, r.permission from "AccessRequest" r
        where "organizationId" = $2 and ("membershipId" = $1 or permission = 'audit:read')`,
      [mia.membershipId, org.id],
    )) {
      const said = { message: expect.stringMatching(/could grant this|by now|only give what you have/) }
      expect(await outcome(() => declineAccess(org.slug, {}, form({ requestId: id }))), permission).toMatchObject(said)
      expect(await outcome(() => grantAccess(org.slug, {}, form({ requestId: id, role: 'admin' })))).toMatchObject(said)
    }
    const [request] = await rows<{ id: string }>('select id from "JoinRequest" where "organizationId" = $1', [org.id])
    expect(
      await outcome(() => approveJoinRequest(org.slug, {}, form({ requestId: request?.id, role: 'viewer' }))),
    ).toMatchObject({ message: expect.stringContaining('member:invite') })
    expect(await roleIn(org, mia)).toBe('member')
  })

  test('whoever decides neither is told which permissions would do, and the refusal names both', async () => {
    const { org, vera } = await busy('neither')
    expect(await seen(vera, org)).toEqual({
      status: 403,
      permission: 'Invite people',
      alternatives: ['Change people’s roles'],
      grantedBy: ['owner', 'admin'],
      missing: { slug: org.slug, permission: 'member:invite' },
    })
    expect(await rows('select permission from "Refusal" where "organizationId" = $1', [org.id])).toEqual([
      { permission: 'member:invite' },
    ])
  })

  test('where a policy keeps inviting for owners, an admin still sees what is asked of who may change roles', async () => {
    const { org, olive, grace } = await busy('kept')
    await rows(`insert into "Policy" ("organizationId", inviters) values ($1, 'owners')`, [org.id])
    await as(grace)
    const page = await orgQuery(org.slug, needed, async (ctx) => (await getPeople(ctx)).requests)
    expect(page).toMatchObject({ data: 2, may: { 'member:invite': false, 'member:update': true } })
    expect(await seen(olive, org)).toMatchObject({ badge: 5 })
    const ivan = await joinWith(org, await person('ivan'), [...seeing, 'member:invite'])
    expect(await seen(ivan, org)).toMatchObject({ status: 403, permission: 'Change people’s roles' })
  })

  test('nobody counts who has gone, and what nobody knows any more can be closed', async () => {
    const { org, grace, mia, vera } = await busy('gone')
    await endRole(mia)
    await wants({ org, membershipId: vera.membershipId }, 'project:conjure')
    expect(await seen(grace, org)).toEqual({ badge: 5, joining: 3, access: ['project:conjure', 'project:create'] })
    const [odd] = await rows<{ id: string }>(`select id from "AccessRequest" where permission = 'project:conjure'`)
    expect(permissions).not.toContain('project:conjure')
    expect(await outcome(() => declineAccess(org.slug, {}, form({ requestId: odd?.id })))).toMatchObject({ ok: true })
  })
})

test('both lists go on by a cursor: everybody once, in order', async () => {
  const { org, grace } = await organization('long', { grace: 'admin' })
  const everybody = await knocking(org, 57)
  await rows(
    `with people as (insert into "User" (email, name) select 'm' || n || '@long.test', 'M' || n from generate_series(1, 30) n returning id),
          here as (insert into "Membership" ("organizationId", "userId", "builtInRole") select $1, id, 'viewer' from people returning id)
     insert into "AccessRequest" ("organizationId", "membershipId", permission) select $1, id, 'project:create' from here returning id`,
    [org.id],
  )
  await as(grace)
  async function walk(read: (from: string | undefined) => Promise<{ rows: { id: string }[]; next?: string }>) {
    const pages: string[][] = []
    for (let from: string | undefined; ; ) {
      const { rows: page, next } = await read(from)
      pages.push(page.map(({ id }) => id))
      if (!next) return pages
      from = next
    }
  }
  const inside = async <Data>(read: Parameters<typeof orgQuery<Data>>[2]) => {
    const page = await orgQuery(org.slug, needed, read)
    if ('refusal' in page) throw new Error('refused')
    return page.data
  }
  const joining = await walk((from) => inside((ctx) => listJoinRequests(ctx, { joins: cursor.parse(from) })))
  expect(joining.map(({ length }) => length)).toEqual([25, 25, 7])
  const sorted = await rows<{ id: string }>(
    'select id from "JoinRequest" where "organizationId" = $1 order by "createdAt", id',
    [org.id],
  )
  expect(joining.flat()).toEqual(sorted.map(({ id }) => id))
  expect(new Set(joining.flat()).size).toBe(everybody.length)
  const access = await walk((from) => inside((ctx) => listAccessRequests(ctx, { after: cursor.parse(from) })))
  expect(access.map(({ length }) => length)).toEqual([25, 5])
  expect(new Set(access.flat()).size).toBe(30)
  // who follows a link to one that stands on the second page by now finds it; nobody finds what they cannot decide
  const last = access.flat().at(-1) as string
  const open = (request: string) => inside(async (ctx) => (await listAccessRequests(ctx, { request })).asked?.id)
  expect(await open(last)).toBe(last)
  const elsewhere = await organization('long-elsewhere', { vera: 'viewer' })
  const theirs = await wants({ org: elsewhere.org, membershipId: elsewhere.vera.membershipId }, 'project:create')
  expect(await open(theirs.id)).toBeUndefined()
  await as(await joinWith(org, await person('half'), [...seeing, 'member:update']))
  expect(await open(last)).toBeUndefined()
  await as(grace)
  expect(await seen(grace, org)).toMatchObject({ badge: 87 })
})
