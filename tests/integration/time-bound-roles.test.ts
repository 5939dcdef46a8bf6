import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import { GET, POST } from '@/app/api/o/[slug]/projects/route'
import { changeRole, inviteMembers, removeMember, setRoleEnd } from '@/app/o/[slug]/members/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { createRole } from '@/app/o/[slug]/roles/actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { orgFrame, orgQuery, userQuery } from '@/lib/access/queries'
import { endOf, lastDayOf, roleEndRange } from '@/lib/domain/roles/last-days'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { endRole, joinWith, type Member, organization } from '@/tests/support/world'
import { history } from './invitation-mail'

const DAY = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
const end = (slug: string, { membershipId }: Pick<Member, 'membershipId'>, endsOn: string) =>
  outcome(() => setRoleEnd(slug, {}, form({ membershipId, endsOn })))
const endsAt = async ({ membershipId }: Pick<Member, 'membershipId'>) =>
  (await row<{ at: Date | null }>('select "roleEndsAt" as at from "Membership" where id = $1', [membershipId])).at
const address = (slug: string) => `http://localhost:3999/api/o/${slug}/projects`
const given = (slug: string) => ({ params: Promise.resolve({ slug }) })

/** Every kind of entrance, and what it says to somebody who is in. */
const entrances: Record<string, (slug: string, other: Member) => Promise<unknown>> = {
  page: async (slug) => {
    const seen = await orgQuery(slug, 'organization:read', async () => 'here')
    return 'refusal' in seen ? seen.refusal.status : 200
  },
  frame: async (slug) => ((await orgFrame(slug)) ? 200 : 404),
  'own list': async (slug) => {
    const seen = await userQuery(async () => null)
    return 'refusal' in seen ? 503 : seen.organizations.some((one) => one.slug === slug) ? 200 : 404
  },
  'JSON, read': async (slug) => (await GET(new NextRequest(address(slug)), given(slug))).status,
  'JSON, write': async (slug) => {
    const request = new NextRequest(address(slug), { method: 'POST', body: '{"name":"Apollo"}' })
    return (await POST(request, given(slug))).status === 404 ? 404 : 200
  },
  'create a project': (slug) => said(() => createProject(slug, {}, form({ name: 'Apollo' }))),
  'create a role': (slug) => said(() => createRole(slug, {}, form({ name: 'R', permissions: ['organization:read'] }))),
  invite: (slug) => said(() => inviteMembers(slug, {}, form({ emails: 'ada@example.test', role: 'viewer' }))),
  'give a role': (slug, other) =>
    said(() => changeRole(slug, {}, form({ membershipId: other.membershipId, role: 'member' }))),
  'set an end': (slug, other) => said(() => end(slug, other, dayIn(9))),
  'view as': (slug) => said(() => viewAs(slug, {}, form({ role: 'viewer' }))),
  remove: (slug, other) => said(() => removeMember(slug, {}, form({ membershipId: other.membershipId }))),
}

async function said(act: () => Promise<unknown>) {
  const answer = (await outcome(act)) as { message?: string }
  return answer.message === 'There is nothing here.' ? 404 : 200
}

describe('a role ends with its last day', () => {
  test.each(Object.keys(entrances))('and is none for: %s', async (name) => {
    const knock = entrances[name] as (typeof entrances)[string]
    const { org, grace, linus } = await organization(`ended-${name.replace(/\W+/g, '-').toLowerCase()}`, {
      grace: 'admin',
      linus: 'viewer',
    })
    const tried = () => asOne(grace, () => knock(org.slug, linus))
    await rows(`update "Membership" set "roleEndsAt" = now() + interval '1 day' where id = $1`, [grace.membershipId])
    expect(await tried(), 'before').toBe(200)
    await endRole(grace)
    expect(await tried(), 'after').toBe(404)
  })

  test('in UTC, whatever month or year it is', () => {
    for (let day = Date.UTC(2027, 11, 20); day < Date.UTC(2028, 2, 5); day += DAY) {
      const written = new Date(day).toISOString().slice(0, 10)
      expect(endOf(written).getTime()).toBe(day + DAY)
      expect(lastDayOf(endOf(written))).toBe(written)
    }
    expect(roleEndRange(new Date('2028-02-29T23:59:59Z'))).toEqual({ first: '2028-03-01', last: '2033-03-01' })
  })

  test('also for whoever waited in line while it ended', async () => {
    const { org, grace, linus } = await organization('in-line', { grace: 'admin', linus: 'viewer' })
    const lock = {
      sql: `with ended as (update "Membership" set "roleEndsAt" = now() where id = $2)
            select 1 from "Organization" where id = $1 for no key update`,
      values: [org.id, grace.membershipId],
    }
    const give = () => changeRole(org.slug, {}, form({ membershipId: linus.membershipId, role: 'admin' }))
    const [answer] = await race(lock, 1, () => [asOne(grace, give)])
    expect(answer).toMatchObject({ value: { message: 'There is nothing here.' } })
  })
})

describe('the end is set', () => {
  test('by grace, an admin: it is seen, moved, taken back, and every step is in the log', async () => {
    const { org, grace, linus } = await organization('ends', { grace: 'admin', linus: 'member' })
    await as(grace)
    const day = dayIn(7)
    expect(await end(org.slug, linus, day)).toMatchObject({ ok: true, message: expect.stringContaining('ends after') })
    expect(await endsAt(linus)).toEqual(endOf(day))
    expect(await end(org.slug, linus, day)).toMatchObject({ ok: true, message: 'That is how it is already.' })
    expect(await end(org.slug, linus, '')).toEqual({ ok: true, message: 'The role of linus has no end.' })
    expect(await endsAt(linus)).toBeNull()
    expect(await history(org)).toEqual(['member.role_end_changed', 'member.role_end_changed'])
    const details = await rows(
      `select detail -> 'before' as before, detail -> 'after' as after from "AuditDetail" where "organizationId" = $1 order by sequence`,
      [org.id],
    )
    expect(details).toEqual([
      { before: { lastDay: null }, after: { lastDay: day } },
      { before: { lastDay: day }, after: { lastDay: null } },
    ])
  })

  test('on a role that has ended, which lets its person in again', async () => {
    const { org, grace, linus } = await organization('renewed', { grace: 'admin', linus: 'viewer' })
    await endRole(linus)
    const comes = () => asOne(linus, async () => (await orgFrame(org.slug)) !== null)
    expect(await comes()).toBe(false)
    await as(grace)
    expect(await end(org.slug, linus, dayIn(3))).toMatchObject({ ok: true })
    expect(await comes()).toBe(true)
  })

  test('never for an owner, and never by somebody for themself', async () => {
    const { org, olive, omar, grace } = await organization('own-end', { olive: 'owner', omar: 'owner', grace: 'admin' })
    await as(olive)
    expect(await end(org.slug, omar, dayIn(3))).toMatchObject({
      message: 'Ownership does not end at a date. Give them another role first.',
    })
    expect(await end(org.slug, grace, dayIn(3))).toMatchObject({ ok: true })
    await as(grace)
    expect(await end(org.slug, grace, '')).toEqual(
      expect.objectContaining({ message: 'Somebody else decides when your own role ends.' }),
    )
    expect(await end(org.slug, olive, dayIn(3))).toMatchObject({ message: expect.stringContaining('more than you') })
    await expect(
      rows(`update "Membership" set "roleEndsAt" = now() where id = $1`, [olive.membershipId]),
    ).rejects.toThrow()
  })

  test.each([
    ['today', () => dayIn(0), 'Choose a day from tomorrow on.'],
    ['yesterday', () => dayIn(-1), 'Choose a day from tomorrow on.'],
    ['in six years', () => dayIn(6 * 366), 'Choose a day within 5 years.'],
    ['no day', () => 'soon', 'Enter a day.'],
    ['a day that is not in the calendar', () => '2027-02-30', 'Enter a day.'],
  ])('but not to %s', async (name, day, sentence) => {
    const { org, grace, linus } = await organization(`not-${name.replaceAll(' ', '-')}`, {
      grace: 'admin',
      linus: 'viewer',
    })
    await as(grace)
    expect(await end(org.slug, linus, day())).toMatchObject({ fieldErrors: { endsOn: [sentence] } })
    expect(await endsAt(linus)).toBeNull()
  })

  test('nor by who may not change roles, nor of somebody elsewhere', async () => {
    const { org, linus, vera } = await organization('not-mine', { linus: 'member', vera: 'viewer' })
    const elsewhere = await organization('elsewhere-end', { grace: 'admin' })
    await as(linus)
    expect(await end(org.slug, vera, dayIn(3))).toMatchObject({ message: expect.stringContaining('member:update') })
    await as(elsewhere.grace)
    expect(await end(elsewhere.org.slug, vera, dayIn(3))).toEqual(
      expect.objectContaining({ message: 'There is nothing here.' }),
    )
  })

  test('nor of somebody who may do more', async () => {
    const { org, grace } = await organization('above-end', { grace: 'admin' })
    const carl = await joinWith(org, await person('carl'), ['member:read', 'member:update'])
    await as(carl)
    expect(await end(org.slug, grace, dayIn(3))).toMatchObject({ message: expect.stringContaining('more than you') })
  })
})

test('the JSON of a refusal names the permission', async () => {
  const { org, vera } = await organization('problem', { vera: 'viewer' })
  await as(vera)
  const request = new NextRequest(address(org.slug), { method: 'POST', body: '{"name":"Apollo"}' })
  const answer = await POST(request, given(org.slug))
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({
    permission: 'project:create',
    detail: expect.stringContaining('An owner or an admin can grant it.'),
  })
})
