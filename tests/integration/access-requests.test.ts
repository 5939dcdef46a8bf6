import { describe, expect, test } from 'vitest'
import { askForAccess, withdrawAccessRequest } from '@/app/o/[slug]/access-actions'
import { declineAccess, grantAccess } from '@/app/o/[slug]/members/requests/access-actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import type { Permission } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { readWayToAccess } from '@/lib/domain/access-requests/access-requests'
import { listAccessRequests } from '@/lib/domain/access-requests/grants'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { race } from '@/tests/support/wait'
import { customRole, endRole, joinWith, type Organization, organization } from '@/tests/support/world'
import { history, roleIn } from './invitation-mail'

const nothing = { message: 'There is nothing here.' }
const ask = (org: Organization, permission: string, note?: string) =>
  outcome(() => askForAccess(org.slug, {}, form({ permission, ...(note && { note }) })))
const requests = (org: Organization) =>
  rows<{ id: string; permission: string; note: string | null }>(
    'select id, permission, note from "AccessRequest" where "organizationId" = $1 order by "createdAt", id',
    [org.id],
  )
const only = async (org: Organization) => (await requests(org))[0]?.id as string
const grant = (org: Organization, requestId: string, role: string, endsOn = '') =>
  outcome(() => grantAccess(org.slug, {}, form({ requestId, role, endsOn })))
const decline = (org: Organization, requestId: string, reason = '') =>
  outcome(() => declineAccess(org.slug, {}, form({ requestId, reason })))
const sees = (someone: Person, org: Organization, permission: Permission) =>
  asOne(someone, async () => !('refusal' in (await orgQuery(org.slug, permission, async () => null))))
const templates = async ({ email }: Person) =>
  (await mailTo(email)).map(({ template }) => template).filter((template) => template.startsWith('access-'))

async function way(org: Organization, permission: Permission) {
  const seen = await orgQuery(org.slug, 'organization:read', (ctx) => readWayToAccess(ctx, permission))
  if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
  return seen.data
}

async function listed(org: Organization) {
  const seen = await orgQuery(org.slug, 'member:update', (ctx) => listAccessRequests(ctx, { after: undefined }))
  if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
  return seen.data.rows
}

describe('who can give it', () => {
  test('a refusal says what is missing and where, and knows people: those who hold it and may change roles, and are here', async () => {
    const { org, eve, vera } = await organization('who-can', {
      olive: 'owner',
      grace: 'admin',
      eve: 'admin',
      vera: 'viewer',
    })
    await joinWith(org, await person('carl'), ['member:read', 'member:update', 'audit:read'], 'Half')
    await joinWith(org, await person('dora'), ['organization:read', 'member:read', 'member:update'], 'Without')
    const { membershipId } = await joinWith(org, await person('emil'), [
      ...['organization:read', 'member:read', 'member:update', 'audit:read', 'project:read'],
    ])
    await rows(`update "Membership" set "createdAt" = now() + interval '1 day' where id = $1`, [membershipId])
    await endRole(eve)
    await as(vera)
    expect(await orgQuery(org.slug, 'audit:read', async () => null)).toEqual({
      refusal: {
        status: 403,
        permission: 'Read the audit log',
        grantedBy: ['owner', 'admin'],
        missing: { slug: org.slug, permission: 'audit:read' },
      },
    })
    const { names, more, mayAsk } = await way(org, 'audit:read')
    expect([...names].sort()).toEqual(['emil', 'grace', 'olive'])
    expect([more, mayAsk]).toEqual([false, true])
  })

  test('nobody is named to who may not see members, for owners alone there is nothing to ask, and a policy is said as one', async () => {
    const { org, grace } = await organization('not-named', { grace: 'admin' })
    const quiet = await joinWith(org, await person('quiet'), ['organization:read'])
    await as(quiet)
    expect(await way(org, 'project:read')).toMatchObject({ names: [], mayAsk: true })
    await as(grace)
    expect(await way(org, 'organization:delete')).toMatchObject({ names: ['olive'], mayAsk: false, isForOwners: true })
    await rows(
      `insert into "Policy" ("organizationId", inviters, networks, methods) values ($1, 'owners', '{}', '{}')`,
      [org.id],
    )
    expect(await way(org, 'member:invite')).toMatchObject({ mayAsk: false, isWithheld: true })
    expect(await ask(org, 'member:invite')).toMatchObject({ message: expect.stringContaining('a policy keeps it') })
  })

  test('whoever only looks as a role asks for nothing', async () => {
    const { org, grace } = await organization('looking', { grace: 'admin' })
    await as(grace)
    await outcome(() => viewAs(org.slug, {}, form({ role: 'viewer' })))
    expect(await way(org, 'audit:read')).toMatchObject({ mayAsk: false })
    expect(await ask(org, 'audit:read')).toMatchObject({ message: expect.stringContaining('You see this as viewer') })
    expect(await requests(org)).toEqual([])
  })
})

describe('vera, a viewer, asks', () => {
  test('once: those who can grant it get a mail, it is in the log, and she sees that she has asked', async () => {
    const { org, olive, grace, linus, vera } = await organization('ask', {
      olive: 'owner',
      grace: 'admin',
      linus: 'member',
      vera: 'viewer',
    })
    await as(vera)
    expect(await ask(org, 'audit:read', 'The auditors come.\u202e\n\n\n\nSoon.')).toEqual({
      ok: true,
      message: 'You asked for it. The answer comes by mail.',
    })
    expect(await ask(org, 'audit:read', 'Again')).toMatchObject({ message: 'You have asked for this already.' })
    expect(await requests(org)).toMatchObject([{ permission: 'audit:read', note: 'The auditors come.\n\nSoon.' }])
    expect((await way(org, 'audit:read')).asked).toMatchObject({ createdAt: expect.any(Date) })
    expect(await history(org)).toEqual(['access.requested'])
    expect([await templates(olive), await templates(grace)]).toEqual([['access-asked'], ['access-asked']])
    expect([await templates(linus), await templates(vera)]).toEqual([[], []])
    const [mail] = await mailTo(olive.email)
    expect(mail?.props).toMatchObject({
      askerName: 'vera',
      permissionSays: 'Read the audit log',
      url: expect.stringMatching(/\/o\/ask\/members\/requests$/),
    })
  })

  test('not for what she has, for what is for owners alone, or for what does not exist', async () => {
    const { org, vera } = await organization('ask-not', { vera: 'viewer' })
    await as(vera)
    expect(await ask(org, 'project:read')).toMatchObject({ message: expect.stringContaining('by now') })
    expect(await ask(org, 'organization:delete')).toMatchObject({ message: expect.stringContaining('owners alone') })
    expect(await ask(org, 'project:conjure')).toMatchObject({ fieldErrors: { permission: [nothing.message] } })
    expect(await ask(org, 'audit:read', 'x'.repeat(301))).toMatchObject({
      fieldErrors: { note: ['At most 300 characters, please.'] },
    })
    expect(await requests(org)).toEqual([])
  })

  test('five times a day', async () => {
    const { org, vera } = await organization('ask-often', { vera: 'viewer' })
    await as(vera)
    for (const one of ['audit:read', 'role:read', 'policy:read', 'domain:read', 'project:create'])
      expect(await ask(org, one)).toMatchObject({ ok: true })
    expect(await ask(org, 'project:delete')).toMatchObject({ message: expect.stringContaining('Too many tries') })
    expect(await requests(org)).toHaveLength(5)
  })

  test('ten people at most hear of it', async () => {
    const { org, vera } = await organization('ask-many', { vera: 'viewer' })
    await rows(
      `with people as (insert into "User" (email, name) select 'a' || n || '@many.test', 'A' || n from generate_series(1, 14) n returning id)
       insert into "Membership" ("organizationId", "userId", "builtInRole") select $1, id, 'admin' from people returning id`,
      [org.id],
    )
    const before = await row<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs')
    await as(vera)
    expect(await ask(org, 'audit:read')).toMatchObject({ ok: true })
    const after = await row<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs')
    expect(after.n - before.n).toBe(10)
  })

  test('and takes it back; nobody else does', async () => {
    const { org, grace, vera } = await organization('ask-back', { grace: 'admin', vera: 'viewer' })
    await as(vera)
    await ask(org, 'audit:read')
    const withdraw = async () =>
      outcome(async () => withdrawAccessRequest(org.slug, {}, form({ requestId: await only(org) })))
    await as(grace)
    expect(await withdraw()).toMatchObject(nothing)
    await as(vera)
    expect(await withdraw()).toMatchObject({ ok: true })
    expect(await requests(org)).toEqual([])
    expect(await history(org)).toEqual(['access.requested', 'access.withdrawn'])
  })
})

describe('grace, an admin, answers', () => {
  async function asked(slug: string, permission = 'project:create') {
    const people = await organization(slug, { olive: 'owner', grace: 'admin', vera: 'viewer' })
    await as(people.vera)
    expect(await ask(people.org, permission)).toMatchObject({ ok: true })
    await as(people.grace)
    return { ...people, request: await only(people.org) }
  }

  test('by granting the smallest role that will do: it counts on the very next request', async () => {
    const { org, vera, request } = await asked('grant')
    await customRole(org, 'Too little', ['organization:read', 'project:read', 'project:create'])
    const maker = await customRole(org, 'Maker', [
      ...['organization:read', 'member:read', 'project:read', 'project:create'],
    ])
    const [shown] = await listed(org)
    expect(shown?.choices.map(({ name }) => name)).toEqual(['Maker', 'member', 'admin'])
    expect(await sees(vera, org, 'project:create')).toBe(false)
    expect(await grant(org, request, maker.id)).toEqual({ ok: true, message: 'vera is now Maker.' })
    expect(await sees(vera, org, 'project:create')).toBe(true)
    expect(await requests(org)).toEqual([])
    expect(await history(org)).toEqual(['access.requested', 'access.granted', 'member.role_changed'])
    expect(await mailTo(vera.email)).toMatchObject([
      { template: 'access-answered', props: { roleName: 'Maker', permissionSays: 'Create projects' } },
    ])
    expect(await grant(org, request, 'member')).toMatchObject(nothing)
  })

  test('with any of the roles that would do, however many there are, the smallest first', async () => {
    const { org } = await asked('grant-any')
    await rows(
      `insert into "Role" ("organizationId", name, permissions)
       select $1, 'Role ' || n, '{organization:read,member:read,project:read,project:create}' from generate_series(1, 40) n returning id`,
      [org.id],
    )
    const [shown] = await listed(org)
    expect(shown?.choices).toHaveLength(42)
    expect(shown?.choices.slice(-2).map(({ name }) => name)).toEqual(['member', 'admin'])
  })

  test('until a day, and the end that somebody’s membership has stays', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const ends = (membershipId: string) =>
      row<{ until: Date | null; end: Date | null }>(
        'select "temporaryUntil" as until, "roleEndsAt" as end from "Membership" where id = $1',
        [membershipId],
      )
    const { org, grace, vera, request } = await asked('grant-until')
    await rows(`update "Membership" set "roleEndsAt" = '2099-01-01' where id = $1`, [vera.membershipId])
    expect(await grant(org, request, 'member', day)).toMatchObject({ ok: true })
    const until = new Date(Date.parse(day) + 86_400_000)
    const end = new Date('2099-01-01')
    expect(await ends(vera.membershipId)).toEqual({ until, end })
    expect(await mailTo(vera.email)).toMatchObject([{ props: { lastDay: day, followingName: 'viewer' } }])
    await as(vera)
    await ask(org, 'audit:read')
    await as(grace)
    expect(await grant(org, await only(org), 'admin')).toMatchObject({ ok: true })
    expect(await ends(vera.membershipId)).toEqual({ until: null, end })
    expect(await roleIn(org, vera)).toBe('admin')
  })

  test('but gives no more than she has, makes no owner, and takes nothing away', async () => {
    const { org, vera, request } = await asked('grant-not')
    const less = await customRole(org, 'Only that', ['project:create'])
    const elsewhere = await organization('grant-elsewhere')
    const theirs = await customRole(elsewhere.org, 'Theirs', ['project:create'])
    expect(await grant(org, request, 'owner')).toMatchObject({ message: 'You can only give what you have.' })
    expect(await grant(org, request, less.id)).toMatchObject({ message: expect.stringContaining('Choose another') })
    expect(await grant(org, request, 'viewer')).toMatchObject({ message: expect.stringContaining('Choose another') })
    expect(await grant(org, request, theirs.id)).toMatchObject(nothing)
    expect(await grant(org, request, '')).toMatchObject({ fieldErrors: { role: ['Choose a role.'] } })
    const carl = await joinWith(org, await person('carl'), ['organization:read', 'member:read', 'member:update'])
    await as(carl)
    expect(await listed(org)).toEqual([]) // not his to decide
    expect(await grant(org, request, 'member')).toMatchObject({ message: 'You can only give what you have.' })
    await as(await ownerOf(org))
    expect(await grant(org, request, 'owner')).toMatchObject({ message: expect.stringContaining('Choose another') })
    expect(await roleIn(org, vera)).toBe('viewer')
    expect(await requests(org)).toHaveLength(1)
  })

  test('nothing for who has left, whose role has ended, or who has it by now', async () => {
    const { org, vera, request } = await asked('grant-late')
    await endRole(vera)
    expect(await listed(org)).toEqual([])
    expect(await grant(org, request, 'member')).toMatchObject(nothing)
    await rows(`update "Membership" set "roleEndsAt" = null, "builtInRole" = 'member' where id = $1`, [
      vera.membershipId,
    ])
    expect(await listed(org)).toMatchObject([{ isMoot: true }])
    expect(await grant(org, request, 'admin')).toMatchObject({ message: 'vera has this permission by now.' })
    expect(await decline(org, request)).toMatchObject({ ok: true, message: 'The request is closed.' })
    expect(await templates(vera)).toEqual([])
    await as(vera)
    await ask(org, 'audit:read')
    await rows(`delete from "Membership" where id = $1`, [vera.membershipId])
    expect(await requests(org)).toEqual([])
  })

  test('by declining, with a word or without: nothing changes, and vera hears of it', async () => {
    const { org, vera, request } = await asked('decline')
    expect(await decline(org, request, 'Ask me in May.')).toMatchObject({ ok: true })
    expect(await roleIn(org, vera)).toBe('viewer')
    expect(await history(org)).toEqual(['access.requested', 'access.declined'])
    const [mail] = await mailTo(vera.email)
    expect(mail).toMatchObject({ template: 'access-answered', props: { reason: 'Ask me in May.' } })
    expect(mail?.props).not.toHaveProperty('roleName')
  })

  test('not from another organization, and not vera herself', async () => {
    const { org, vera, request } = await asked('not-hers')
    await as(vera)
    expect(await grant(org, request, 'member')).toMatchObject({ message: expect.stringContaining('member:update') })
    const elsewhere = await organization('not-theirs', { eve: 'admin' })
    await as(elsewhere.eve)
    expect(await grant(elsewhere.org, request, 'member')).toMatchObject(nothing)
    expect(await decline(elsewhere.org, request)).toMatchObject(nothing)
    expect(await requests(org)).toHaveLength(1)
  })

  test('not after she was demoted while waiting in line, and of two who answer at once one does', async () => {
    const { org, olive, grace, vera, request } = await asked('in-line-grant')
    const demoted = {
      sql: `with demoted as (update "Membership" set "builtInRole" = 'member' where id = $2)
            select 1 from "Organization" where id = $1 for no key update`,
      values: [org.id, grace.membershipId],
    }
    const [late] = await race(demoted, 1, () => [asOne(grace, () => grant(org, request, 'member'))])
    expect(late).toMatchObject({ value: { message: expect.stringContaining('member:update') } })
    await rows(`update "Membership" set "builtInRole" = 'admin' where id = $1`, [grace.membershipId])
    const lock = { sql: 'select 1 from "Organization" where id = $1 for no key update', values: [org.id] }
    const both = await race(lock, 2, () => [
      asOne(grace, () => grant(org, request, 'member')),
      asOne(olive, () => decline(org, request)),
    ])
    const answers = both.map((one) => (one.status === 'fulfilled' ? one.value : null))
    expect(answers.filter((answer) => answer && 'ok' in answer && answer.ok)).toHaveLength(1)
    expect(answers).toContainEqual(expect.objectContaining(nothing))
    expect(await templates(vera)).toHaveLength(1)
  })
})

async function ownerOf(org: Organization) {
  const owner = await joinWith(org, await person('omar'), ['organization:read'])
  await rows(`update "Membership" set "builtInRole" = 'owner', "roleId" = null where id = $1`, [owner.membershipId])
  return owner
}
