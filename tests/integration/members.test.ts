import { describe, expect, test } from 'vitest'
import { changeRole, inviteMembers, removeMember } from '@/app/o/[slug]/members/actions'
import { orgQuery } from '@/lib/access/queries'
import { listMembers, listMembersSchema } from '@/lib/domain/members/list'
import { as, asOne } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { race, untilWaiting } from '@/tests/support/wait'
import { join, type Member, organization } from '@/tests/support/world'
import { history, invite, roleIn } from './invitation-mail'

const nothing = { message: 'There is nothing here.' }
const needsOwner = { message: 'An organization needs an owner. Make somebody else an owner first.' }

const give = (slug: string, { membershipId }: Member, role: string) =>
  changeRole(slug, {}, form({ membershipId, role }))
const remove = (slug: string, { membershipId }: Member) => removeMember(slug, {}, form({ membershipId }))

describe('a role is changed', () => {
  test('by grace, an admin, and counts on linus’ very next request', async () => {
    const { org, grace, linus } = await organization('change', { grace: 'admin', linus: 'viewer' })
    const sees = () => asOne(linus, () => orgQuery('change', 'member:invite', async () => 'the list'))
    expect(await sees()).toMatchObject({ refusal: { status: 403 } })
    await as(grace)
    expect(await give('change', linus, 'admin')).toEqual({ ok: true, message: 'linus is now admin.' })
    expect(await sees()).toMatchObject({ data: 'the list' })
    expect(await give('change', linus, 'viewer')).toMatchObject({ ok: true })
    expect(await sees()).toMatchObject({ refusal: { status: 403 } })
    expect(await history(org)).toEqual(['member.role_changed', 'member.role_changed'])
    expect(
      await row(
        `select detail -> 'before' as before, detail -> 'after' as after, detail -> 'target' as target from "AuditDetail"
       where "organizationId" = $1 and sequence = 1`,
        [org.id],
      ),
    ).toEqual({ before: { role: 'viewer' }, after: { role: 'admin' }, target: 'linus' })
  })

  test('not to owner, by grace, an admin, not even for herself', async () => {
    const { grace, linus } = await organization('to-owner', { grace: 'admin', linus: 'member' })
    await as(grace)
    for (const someone of [linus, grace]) {
      expect(await give('to-owner', someone, 'owner')).toMatchObject({ message: 'You can only give what you have.' })
    }
  })

  test('not of an owner, by grace, an admin', async () => {
    const { org, grace, olive } = await organization('of-owner', { grace: 'admin', olive: 'owner' })
    await as(grace)
    const refused = { message: 'olive may do more than you: only somebody with as much can change that.' }
    expect(await give('of-owner', olive, 'viewer')).toMatchObject(refused)
    expect(await remove('of-owner', olive)).toMatchObject(refused)
    expect(await roleIn(org, olive)).toBe('owner')
  })

  test('not by whoever has every permission, but is no owner: only owners make owners', async () => {
    const { permissions } = await import('@/lib/access/permissions')
    const { org, linus, vera, olive } = await organization('everything', {
      olive: 'owner',
      linus: 'member',
      vera: 'viewer',
    })
    const { id } = await row<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions) values ($1, 'Everything', $2) returning id`,
      [org.id, permissions],
    )
    await as(olive)
    expect(await give('everything', linus, id)).toMatchObject({ ok: true, message: 'linus is now Everything.' })
    await as(linus)
    expect(await give('everything', vera, 'owner')).toMatchObject({ message: 'You can only give what you have.' })
    expect(await give('everything', olive, 'viewer')).toMatchObject({
      message: expect.stringContaining('may do more than you'),
    })
    expect(await inviteMembers('everything', {}, form({ emails: 'x@everything.test', role: 'owner' }))).toMatchObject({
      message: 'You can only give what you have.',
    })
    expect(await give('everything', vera, 'admin')).toMatchObject({ ok: true })
  })

  test('not by linus, a member, or vera, a viewer', async () => {
    const { org, linus, vera, grace } = await organization('not-them', {
      grace: 'admin',
      linus: 'member',
      vera: 'viewer',
    })
    for (const someone of [linus, vera]) {
      await as(someone)
      expect((await give('not-them', grace, 'viewer')).message).toContain('member:update')
      expect((await remove('not-them', grace)).message).toContain('member:remove')
    }
    expect(await history(org)).toEqual([])
  })

  test('not to a role of another organization, nor to none at all', async () => {
    const { olive, linus } = await organization('own-only', { olive: 'owner', linus: 'member' })
    const other = await organization('other-roles')
    const { id } = await row<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions) values ($1, 'Theirs', '{}') returning id`,
      [other.org.id],
    )
    await as(olive)
    for (const role of [id, 'god', 'OWNER', '00000000-0000-4000-8000-000000000000']) {
      expect(await give('own-only', linus, role)).toMatchObject(nothing)
    }
    expect(await give('own-only', linus, '')).toMatchObject({ fieldErrors: { role: ['Choose a role.'] } })
  })
})

describe('a member is removed', () => {
  test('and is refused on their very next request', async () => {
    const { org, grace, linus } = await organization('removal', { grace: 'admin', linus: 'member' })
    const sees = () => asOne(linus, () => orgQuery('removal', 'member:read', async () => 'people'))
    expect(await sees()).toMatchObject({ data: 'people' })
    await as(grace)
    expect(await remove('removal', linus)).toEqual({ ok: true, message: 'linus was removed.' })
    expect(await sees()).toMatchObject({ refusal: { status: 404 } })
    expect(await asOne(linus, () => give('removal', grace, 'viewer'))).toMatchObject(nothing)
    expect(await history(org)).toEqual(['member.removed'])
    expect(await remove('removal', linus)).toMatchObject(nothing)
  })

  test('and an invitation that was still open to them is closed', async () => {
    const { org, olive } = await organization('no-way-back')
    const ada = await person('ada')
    const { id } = await invite(olive, org, ada.email, 'admin')
    await remove('no-way-back', await join(org, ada, 'member'))
    expect(await row('select "revokedAt" is not null as revoked from "Invitation" where id = $1', [id])).toEqual({
      revoked: true,
    })
  })

  test('but not by themself: that is leaving', async () => {
    const { org, grace } = await organization('myself', { grace: 'admin' })
    await as(grace)
    expect(await remove('myself', grace)).toMatchObject({ message: expect.stringContaining('leave the organization') })
    expect(await roleIn(org, grace)).toBe('admin')
  })
})

test('a member of another organization is nothing here, whoever asks', async () => {
  const { org, linus } = await organization('tenant-a', { linus: 'member' })
  const other = await organization('tenant-b')
  await as(other.olive)
  for (const slug of ['tenant-a', 'tenant-b']) {
    expect(await give(slug, linus, 'viewer')).toMatchObject(nothing)
    expect(await remove(slug, linus)).toMatchObject(nothing)
  }
  expect(await give('tenant-b', { ...linus, membershipId: 'no-id' }, 'viewer')).toMatchObject({
    message: expect.any(String),
  })
  expect(await roleIn(org, linus)).toBe('member')
})

describe('the last owner', () => {
  test('can neither step down nor be counted with a disabled one', async () => {
    const { org, olive, omar } = await organization('last', { olive: 'owner', omar: 'owner' })
    await rows('update "User" set "disabledAt" = now() where id = $1 returning id', [omar.id])
    await as(olive)
    expect(await give('last', olive, 'admin')).toMatchObject(needsOwner)
    await rows('update "User" set "disabledAt" = null where id = $1 returning id', [omar.id])
    expect(await give('last', olive, 'admin')).toMatchObject({ ok: true })
    expect(await roleIn(org, olive)).toBe('admin')
  })

  const lock = (id: string) => ({ sql: 'select from "Organization" where id = $1 for update', values: [id] })

  test('two owners who demote each other at the same moment: one owner remains', async () => {
    const { org, olive, omar } = await organization('duel', { olive: 'owner', omar: 'owner' })
    await Promise.all([as(olive), as(omar)])
    const answers = await settle(
      race(lock(org.id), 2, () => [
        asOne(olive, () => give('duel', omar, 'member')),
        asOne(omar, () => give('duel', olive, 'member')),
      ]),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect([await roleIn(org, olive), await roleIn(org, omar)].sort()).toEqual(['member', 'owner'])
  })

  test('two owners who step down at the same moment: one stays', async () => {
    const { org, olive, omar } = await organization('both-go', { olive: 'owner', omar: 'owner' })
    const answers = await settle(
      race(lock(org.id), 2, () => [
        asOne(olive, () => give('both-go', olive, 'member')),
        asOne(omar, () => give('both-go', omar, 'member')),
      ]),
    )
    expect(answers).toContainEqual(expect.objectContaining(needsOwner))
    expect([await roleIn(org, olive), await roleIn(org, omar)].sort()).toEqual(['member', 'owner'])
  })

  test('who was demoted while waiting in line does nothing any more, though other owners are left', async () => {
    const { org, olive, omar, linus } = await organization('in-line', {
      olive: 'owner',
      omar: 'owner',
      linus: 'member',
    })
    await as(omar)
    const holder = await connection()
    await holder.query('begin')
    await holder.query(lock(org.id).sql, [org.id])
    const waiting = asOne(omar, () => give('in-line', linus, 'owner'))
    await untilWaiting(1)
    await holder.query(`update "Membership" set "builtInRole" = 'member' where id = $1`, [omar.membershipId])
    await holder.query('commit')
    await holder.end()
    expect((await waiting).message).toContain('member:update')
    expect(await roleIn(org, linus)).toBe('member')
    expect(await roleIn(org, olive)).toBe('owner')
  })

  test('and if the code forgot, the database would not', async () => {
    const { org } = await organization('second-line')
    await expect(
      rows(`update "Membership" set "builtInRole" = 'admin' where "organizationId" = $1 returning id`, [org.id]),
    ).rejects.toThrow('needs an owner')
  })
})

describe('the list', () => {
  const list = (someone: Person, slug: string, query: object = {}) =>
    asOne(someone, async () => {
      const seen = await orgQuery(slug, 'member:read', (ctx) => listMembers(ctx, listMembersSchema.parse(query)))
      if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
      return seen.data
    })
  const names = async (page: ReturnType<typeof list>) => (await page).rows.map(({ user }) => user.name)

  test('finds by name, address, role and status', async () => {
    const { org, olive, linus } = await organization('search', { olive: 'owner', linus: 'member', vera: 'viewer' })
    const elsewhere = await organization('elsewhere', { linus: 'member' })
    expect(await names(list(olive, 'search', { q: 'LIN' }))).toEqual(['linus'])
    expect(await names(list(olive, 'search', { q: linus.email }))).toEqual(['linus'])
    expect(await names(list(olive, 'search', { q: elsewhere.linus.email }))).toEqual([])
    expect(await names(list(olive, 'search', { role: 'viewer' }))).toEqual(['vera'])
    expect(await names(list(olive, 'search', { q: 'nobody' }))).toEqual([])
    await rows(
      `update "Membership" set "roleEndsAt" = now() where "organizationId" = $1 and "userId" = $2 returning id`,
      [org.id, linus.id],
    )
    expect(await names(list(olive, 'search', { status: 'inactive' }))).toEqual(['linus'])
    expect((await names(list(olive, 'search', { status: 'active' }))).sort()).toEqual(['olive', 'vera'])
    expect(await outcome(() => list(linus, 'search')).catch((error: Error) => error.message)).toBe('refused: 404')
  })

  test('goes on from page to page without losing or doubling anybody, though all came at once', async () => {
    const { org, olive } = await organization('pages')
    await rows(
      `with people as (insert into "User" (email, name) select 'p' || n || '@pages.test', 'P' || n from generate_series(1, 60) n returning id)
       insert into "Membership" ("organizationId", "userId", "builtInRole", "createdAt") select $1, id, 'viewer', '2026-01-01' from people returning id`,
      [org.id],
    )
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await list(olive, 'pages', { after })
      expect(page.rows.length).toBeLessThanOrEqual(25)
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(seen).toHaveLength(61)
    expect(new Set(seen).size).toBe(61)
  })
})

async function settle<T>(racing: Promise<PromiseSettledResult<T>[] | undefined>) {
  const outcomes = (await racing) ?? []
  return outcomes.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
