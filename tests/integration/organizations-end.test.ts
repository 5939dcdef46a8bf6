import { expect, test } from 'vitest'
import { leaveOrganization, restoreOrganization } from '@/app/account/organizations/actions'
import { createOrganization } from '@/app/new/actions'
import { deleteOrganization, renameOrganization } from '@/app/o/[slug]/settings/actions'
import { orgFrame, orgQuery, userQuery } from '@/lib/access/queries'
import { listRestorable, listRestorableSchema } from '@/lib/domain/organizations/deleted'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { join, organization } from '@/tests/support/world'

type Organization = { id: string; slug: string; name: string }

const leave = ({ id }: Organization) => outcome(() => leaveOrganization({}, form({ organizationId: id })))
const restore = ({ id }: Organization) => outcome(() => restoreOrganization({}, form({ organizationId: id })))
const erase = (org: Organization, confirmation = org.name) =>
  outcome(() => deleteOrganization(org.slug, {}, form({ confirmation })))
const visit = ({ slug }: Organization) => outcome(() => orgQuery(slug, 'organization:read', async ({ org }) => org.id))
const owners = ({ id }: Organization) =>
  rows(`select from "Membership" where "organizationId" = $1 and "builtInRole" = 'owner'`, [id])
async function own<Data>(read: Parameters<typeof userQuery<Data>>[0]) {
  const seen = await userQuery(read)
  if ('refusal' in seen) throw new Error('The database is down.')
  return seen
}
const restorable = async () => (await own((ctx) => listRestorable(ctx))).data.rows.map(({ name }) => name)
const isDeleted = async ({ id }: Organization) =>
  (await row(`select "deletedAt" is not null as deleted from "Organization" where id = $1`, [id])).deleted
const nothing = { message: 'There is nothing here.' }
const gone = { redirectTo: '/account/organizations?left' }

test('linus leaves, and from the next request on is a stranger', async () => {
  const { org, linus } = await organization('left', { linus: 'member' })
  await as(linus)
  expect(await visit(org)).toMatchObject({ data: org.id })
  expect(await leave(org)).toEqual(gone)
  expect(await visit(org)).toEqual({ refusal: { status: 404 } })
  expect(await leave(org)).toMatchObject(nothing)
  const event = await row('select action, "actorId" from "AuditEvent" where "organizationId" = $1', [org.id])
  expect(event).toEqual({ action: 'member.left', actorId: linus.id })
})

test('a role of the organization’s own that may do nothing may still leave', async () => {
  const { org, nina } = await organization('narrow', { nina: 'viewer' })
  await rows(
    `with r as (insert into "Role" ("organizationId", name, permissions) values ($1, 'Nothing', '{}') returning id)
     update "Membership" set "builtInRole" = null, "roleId" = r.id from r where "Membership".id = $2`,
    [org.id, nina.membershipId],
  )
  await as(nina)
  expect(await leave(org)).toEqual(gone)
})

test('mallory, who is no member, leaves nothing and removes nobody', async () => {
  const { org, linus } = await organization('untouched', { linus: 'member' })
  await as(await person('mallory'))
  expect(await leave(org)).toMatchObject(nothing)
  expect(await rows('select from "Membership" where id = $1', [linus.membershipId])).toHaveLength(1)
})

test('the only owner cannot leave and is told what to do', async () => {
  const { org, olive } = await organization('alone', { grace: 'admin', olive: 'owner' })
  await as(olive)
  expect(await leave(org)).toMatchObject({ message: expect.stringContaining('Make somebody else an owner first') })
  expect(await owners(org)).toHaveLength(1)
})

test('a disabled owner does not count: the other cannot leave them alone with it', async () => {
  const { org, olive, oscar } = await organization('half-owned', { olive: 'owner', oscar: 'owner' })
  await rows('update "User" set "disabledAt" = now() where id = $1', [oscar.id])
  await as(olive)
  expect(await leave(org)).toMatchObject({ message: expect.stringContaining('only owner') })
})

test('of two owners who leave in the same moment one stays, twenty times', async () => {
  for (let round = 0; round < 20; round++) {
    const { org, olive, oscar } = await organization(`pair-${round}`, { olive: 'owner', oscar: 'owner' })
    const lock = { sql: 'select from "Organization" where id = $1 for no key update', values: [org.id] }
    const ended = await race<unknown>(lock, 2, () => [olive, oscar].map((one) => asOne(one, () => leave(org))))
    const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
    expect(answers).toContainEqual(gone)
    expect(answers).toContainEqual(expect.objectContaining({ message: expect.stringContaining('only owner') }))
    expect(await owners(org)).toHaveLength(1)
  }
})

test('an owner deletes it by typing its name: at once it is not there, for anybody and any action', async () => {
  const { org, olive, linus } = await organization('doomed', { olive: 'owner', linus: 'member' })
  await as(linus)
  expect(await visit(org)).toMatchObject({ data: org.id })
  await as(olive)
  expect(await erase(org)).toEqual({ redirectTo: '/account/organizations?deleted' })
  for (const one of [olive, linus]) {
    await as(one)
    expect(await visit(org)).toEqual({ refusal: { status: 404 } })
    expect(await orgFrame(org.slug)).toBeNull()
    expect(await outcome(() => renameOrganization(org.slug, {}, form({ name: 'Ghost' })))).toMatchObject(nothing)
    expect(await leave(org)).toMatchObject(nothing)
    expect((await own(async () => null)).organizations).toEqual([])
  }
  expect(await erase(org)).toMatchObject(nothing)
  const event = await row('select action, "actorId" from "AuditEvent" where "organizationId" = $1', [org.id])
  expect(event).toEqual({ action: 'organization.deleted', actorId: olive.id })
})

test('grace, an admin, and linus, a member, delete nothing, and neither does a wrong name', async () => {
  const { org, grace, linus, olive } = await organization('lasting', {
    olive: 'owner',
    grace: 'admin',
    linus: 'member',
  })
  for (const one of [grace, linus]) {
    await as(one)
    expect(await erase(org)).toMatchObject({ message: expect.stringContaining('organization:delete') })
  }
  await as(olive)
  for (const confirmation of ['', 'lasting', 'Lasting!']) {
    expect(await erase(org, confirmation)).toMatchObject({ fieldErrors: { confirmation: [expect.any(String)] } })
  }
  expect(await isDeleted(org)).toBe(false)
})

test('the owner of another organization deletes nothing by its slug', async () => {
  const { org } = await organization('coveted')
  const { olive } = await organization('covetous')
  await as(olive)
  expect(await erase(org)).toMatchObject(nothing)
  expect(await isDeleted(org)).toBe(false)
})

test('an owner who was demoted while waiting deletes nothing', async () => {
  const { org, olive, oscar } = await organization('demoted', { olive: 'owner', oscar: 'owner' })
  const demote = {
    sql: `with held as (select id from "Organization" where id = $1 for no key update)
          update "Membership" set "builtInRole" = 'admin' from held where "Membership".id = $2`,
    values: [org.id, oscar.membershipId],
  }
  const ended = await race<unknown>(demote, 1, () => [asOne(oscar, () => erase(org))])
  expect(ended?.[0]).toMatchObject({ value: { message: 'Only an owner can delete an organization.' } })
  expect(await isDeleted(org)).toBe(false)
  expect(olive.role).toBe('owner')
})

test('its slug is held while it can be restored', async () => {
  const { org, olive } = await organization('held')
  await as(olive)
  await erase(org)
  await as(await person('mallory'))
  expect(await outcome(() => createOrganization({}, form({ name: 'Held', slug: 'held' })))).toMatchObject({
    fieldErrors: { slug: ['That address is taken.'] },
  })
})

test('its owners bring it back, with its people; nobody else can', async () => {
  const { org, olive, grace } = await organization('phoenix', { olive: 'owner', grace: 'admin' })
  await as(olive)
  await erase(org)
  for (const other of [grace, (await organization('onlookers')).olive]) {
    await as(other)
    expect(await restorable()).toEqual([])
    expect(await restore(org)).toMatchObject(nothing)
  }
  await as(olive)
  expect(await restorable()).toEqual(['Phoenix'])
  expect(await restore(org)).toEqual({ redirectTo: '/o/phoenix' })
  await as(grace)
  expect(await visit(org)).toMatchObject({ data: org.id })
  const actions = await rows('select action from "AuditEvent" where "organizationId" = $1 order by sequence', [org.id])
  expect(actions.map(({ action }) => action)).toEqual(['organization.deleted', 'organization.restored'])
})

test('after thirty days it is not to be had back', async () => {
  const { org, olive } = await organization('expired')
  const age = (interval: string) =>
    rows(`update "Organization" set "deletedAt" = now() - $2::interval where id = $1`, [org.id, interval])
  await as(olive)
  await age('30 days 1 minute')
  expect(await restorable()).toEqual([])
  expect(await restore(org)).toMatchObject(nothing)
  expect(await isDeleted(org)).toBe(true)
  await age('29 days 23 hours')
  expect(await restore(org)).toEqual({ redirectTo: '/o/expired' })
})

test('what is not deleted cannot be restored, and a deleted one not twice', async () => {
  const { org, olive } = await organization('alive')
  const other = await organization('twice')
  const twice = other.org
  await join(twice, olive, 'owner')
  await as(olive)
  expect(await restore(org)).toMatchObject(nothing)
  await erase(twice)
  const lock = { sql: 'select from "Organization" where id = $1 for no key update', values: [twice.id] }
  const ended = await race<unknown>(lock, 2, () => [
    asOne(olive, () => restore(twice)),
    asOne(other.olive, () => restore(twice)),
  ])
  const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
  expect(answers).toContainEqual({ redirectTo: '/o/twice' })
  expect(answers).toContainEqual(expect.objectContaining(nothing))
})

test('olga, who deleted a hundred organizations, finds each of them once, page by page, and those beyond their time on none', async () => {
  const olga = await person('olga')
  await rows(
    `with made as (
       insert into "Organization" (id, slug, name, "deletedAt")
       select gen_random_uuid(), 'gone-' || n, 'Gone ' || n, date_trunc('day', now()) - n / 3 * interval '1 day' from generate_series(1, 100) n
       returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select id, $1, 'owner' from made`,
    [olga.id],
  )
  await as(olga)
  const seen: string[] = []
  let deletedAfter: string | undefined
  do {
    const input = listRestorableSchema.parse({ deletedAfter })
    const { data } = await own((ctx) => listRestorable(ctx, input))
    expect(data.rows.length).toBeLessThanOrEqual(25)
    seen.push(...data.rows.map(({ name }) => name))
    deletedAfter = data.next
  } while (deletedAfter)
  expect(seen).toHaveLength(89) // three a day, for less than thirty days
  expect(new Set(seen).size).toBe(89)
  expect(seen.slice(0, 2).sort()).toEqual(['Gone 1', 'Gone 2'])
})
