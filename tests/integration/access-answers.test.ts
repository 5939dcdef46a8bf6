import { describe, expect, test } from 'vitest'
import { declineAccess, grantAccess } from '@/app/o/[slug]/members/requests/access-actions'
import type { Permission } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { listAccessRequests } from '@/lib/domain/access-requests/grants'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { race } from '@/tests/support/wait'
import { customRole, endRole, joinWith, type Organization, organization } from '@/tests/support/world'
import { ask, only, requests, templates } from './access-asked'
import { history, roleIn } from './invitation-mail'

const nothing = { message: 'There is nothing here.' }
const grant = (org: Organization, requestId: string, role: string, endsOn = '') =>
  outcome(() => grantAccess(org.slug, {}, form({ requestId, role, endsOn })))
const decline = (org: Organization, requestId: string, reason = '') =>
  outcome(() => declineAccess(org.slug, {}, form({ requestId, reason })))
const sees = (someone: Person, org: Organization, permission: Permission) =>
  asOne(someone, async () => !('refusal' in (await orgQuery(org.slug, permission, async () => null))))

async function listed(org: Organization) {
  const seen = await orgQuery(org.slug, 'member:update', (ctx) => listAccessRequests(ctx, { after: undefined }))
  if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
  return seen.data.rows
}

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
