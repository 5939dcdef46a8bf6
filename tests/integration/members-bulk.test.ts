import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { changeRole, removeMember } from '@/app/o/[slug]/members/actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { PEOPLE_AT_ONCE } from '@/lib/parameters'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import type { Person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { customRole, endRole, join, type Member, type Organization, organization } from '@/tests/support/world'
import { history, invite, roleIn } from './invitation-mail'

type Someone = Pick<Member, 'membershipId'>

const ids = (people: Someone[]) => people.map(({ membershipId }) => membershipId)
const give = (slug: string, people: Someone[], role: string) =>
  changeRole(slug, {}, form({ membershipId: ids(people), role }))
const remove = (slug: string, people: Someone[]) => removeMember(slug, {}, form({ membershipId: ids(people) }))
const rolesOf = (org: Organization, people: Person[]) => Promise.all(people.map((one) => roleIn(org, one)))

const needsOwner = 'An organization needs an owner. Make somebody else an owner first.'
const above = (name: string) => `${name} may do more than you: only somebody with as much can change that.`

describe('several people', () => {
  test('get a role together: each a line of their own in the log, and bound by it on their next request', async () => {
    const { org, grace, linus, mia, vera } = await organization('together', {
      grace: 'admin',
      linus: 'member',
      mia: 'member',
      vera: 'viewer',
    })
    await as(grace)
    expect(await give('together', [linus, mia, vera], 'viewer')).toEqual({
      ok: true,
      message: '2 people are now viewer.',
      results: [
        { subject: 'linus', outcome: 'Is now viewer.', ok: true },
        { subject: 'mia', outcome: 'Is now viewer.', ok: true },
        { subject: 'vera', outcome: 'Has that role.', ok: true },
      ],
    })
    expect(await rolesOf(org, [linus, mia, vera])).toEqual(['viewer', 'viewer', 'viewer'])
    expect(
      await rows(
        `select detail ->> 'target' as name, detail -> 'before' ->> 'role' as before, detail -> 'after' ->> 'role' as after
           from "AuditDetail" where "organizationId" = $1 order by sequence`,
        [org.id],
      ),
    ).toEqual([
      { name: 'linus', before: 'member', after: 'viewer' },
      { name: 'mia', before: 'member', after: 'viewer' },
    ])
  })

  test('are removed together, and what invited any of them again is closed', async () => {
    const { org, olive, linus, mia } = await organization('gone', { olive: 'owner', linus: 'member', mia: 'member' })
    const { id } = await row<{ id: string }>(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "mailTokenDigest", "expiresAt")
       values ($1, $2, 'member', gen_random_uuid()::text::bytea, now() + interval '1 day') returning id`,
      [org.id, mia.email],
    )
    await as(olive)
    expect(await remove('gone', [linus, mia])).toMatchObject({ ok: true, message: '2 people were removed.' })
    expect(await rolesOf(org, [linus, mia])).toEqual([null, null])
    expect(await row('select "revokedAt" is not null as revoked from "Invitation" where id = $1', [id])).toEqual({
      revoked: true,
    })
    expect(
      await rows(
        `select detail ->> 'target' as name, detail -> 'after' as after from "AuditDetail" where "organizationId" = $1 order by sequence`,
        [org.id],
      ),
    ).toEqual([
      { name: 'linus', after: null },
      { name: 'mia', after: { invitationsRevoked: 1 } },
    ])
  })

  test('are judged one by one: whom a rule protects is named, and takes nothing from the others', async () => {
    const { org, grace, olive, linus } = await organization('some', { olive: 'owner', grace: 'admin', linus: 'member' })
    await as(grace)
    expect(await give('some', [olive, linus], 'viewer')).toEqual({
      ok: true,
      message: 'linus is now viewer.',
      results: [
        { subject: 'linus', outcome: 'Is now viewer.', ok: true },
        { subject: 'olive', outcome: above('olive'), ok: false },
      ],
    })
    expect(await remove('some', [olive, grace, linus])).toMatchObject({
      ok: true,
      results: [
        { subject: 'grace', outcome: 'To go yourself, leave the organization instead.', ok: false },
        { subject: 'linus', ok: true },
        { subject: 'olive', outcome: above('olive'), ok: false },
      ],
    })
    expect(await rolesOf(org, [olive, grace, linus])).toEqual(['owner', 'admin', null])
    expect(await history(org)).toEqual(['member.role_changed', 'member.removed'])
  })

  test('who are all protected leave nothing done, and a refusal that is noted', async () => {
    const { org, grace, olive, omar } = await organization('none', { olive: 'owner', omar: 'owner', grace: 'admin' })
    await as(grace)
    expect(await remove('none', [olive, omar])).toMatchObject({
      message: 'Nobody was changed.',
      fieldErrors: {
        [olive.membershipId]: [`olive: ${above('olive')}`],
        [omar.membershipId]: [`omar: ${above('omar')}`],
      },
    })
    expect(await rolesOf(org, [olive, omar])).toEqual(['owner', 'owner'])
    expect(await history(org)).toEqual([])
    expect(await rows(`select permission from "Refusal" where "organizationId" = $1`, [org.id])).toEqual([
      { permission: 'member:remove' },
    ])
  })
})

describe('the last owner', () => {
  test('stays, when all owners are to step down at once: whoever does it goes last', async () => {
    const { org, olive, omar, oscar } = await organization('all-owners', {
      olive: 'owner',
      omar: 'owner',
      oscar: 'owner',
    })
    await as(olive)
    expect(await give('all-owners', [olive, omar, oscar], 'member')).toMatchObject({
      ok: true,
      message: '2 people are now member.',
      results: [
        { subject: 'olive', outcome: needsOwner, ok: false },
        { subject: 'omar', ok: true },
        { subject: 'oscar', ok: true },
      ],
    })
    expect(await rolesOf(org, [olive, omar, oscar])).toEqual(['owner', 'member', 'member'])
  })

  test('is made by nobody in passing: a fresh proof is asked for, and until then nobody is changed', async () => {
    const { org, olive, linus, mia } = await organization('new-owners', {
      olive: 'owner',
      linus: 'member',
      mia: 'member',
    })
    await as(olive)
    await rows(
      `update "Session" set "provedAt" = now() - interval '1 hour', "stepUpAt" = null where "userId" = $1 returning id`,
      [olive.id],
    )
    expect(await give('new-owners', [linus, mia], 'owner')).toMatchObject({ stepUp: ['password'] })
    expect(await rolesOf(org, [linus, mia])).toEqual(['member', 'member'])
    await rows(`update "Session" set "stepUpAt" = now() where "userId" = $1 returning id`, [olive.id])
    expect(await give('new-owners', [linus, mia], 'owner')).toMatchObject({ ok: true })
    expect(await rolesOf(org, [linus, mia])).toEqual(['owner', 'owner'])
  })
})

describe('nobody gets further with many than with one', () => {
  test('vera, a viewer, and mia, a member, change nobody', async () => {
    const { org, vera, mia, linus } = await organization('not-theirs', {
      vera: 'viewer',
      mia: 'member',
      linus: 'viewer',
    })
    for (const someone of [vera, mia]) {
      await as(someone)
      expect((await give('not-theirs', [linus, vera], 'viewer')).message).toContain('member:update')
      expect((await remove('not-theirs', [linus, vera])).message).toContain('member:remove')
    }
    expect(await history(org)).toEqual([])
  })

  test('grace, an admin, makes no owner of anybody, not even in a crowd', async () => {
    const { org, grace, linus, mia } = await organization('crowd', { grace: 'admin', linus: 'member', mia: 'member' })
    await as(grace)
    expect(await give('crowd', [linus, grace, mia], 'owner')).toMatchObject({
      message: 'Nobody was changed.',
      fieldErrors: { [linus.membershipId]: ['linus: You can only give what you have.'] },
    })
    expect(await rolesOf(org, [linus, grace, mia])).toEqual(['member', 'admin', 'member'])
  })

  test('ids of another organization, of nobody, and of those who are gone are one answer: nothing here', async () => {
    const { org, grace, linus } = await organization('ours', { grace: 'admin', linus: 'member' })
    const other = await organization('theirs', { mia: 'member' })
    await as(grace)
    const strangers = [other.mia, { membershipId: randomUUID() }]
    expect(await give('ours', strangers, 'viewer')).toMatchObject({ message: 'There is nothing here.' })
    expect(await give('ours', [linus, ...strangers], 'viewer')).toEqual({
      ok: true,
      message: 'linus is now viewer.',
      results: [
        { subject: 'linus', outcome: 'Is now viewer.', ok: true },
        { subject: '2 others', outcome: 'There is nothing here.', ok: false },
      ],
    })
    expect(await remove('ours', strangers)).toMatchObject({ message: 'There is nothing here.' })
    expect(await roleIn(other.org, other.mia)).toBe('member')
    expect(await history(org)).toEqual(['member.role_changed'])
    expect(await history(other.org)).toEqual([])
  })

  test('a hundred at most, and what is no id is nobody', async () => {
    const { org, grace, linus } = await organization('many', { grace: 'admin', linus: 'member' })
    await as(grace)
    const crowd = Array.from({ length: PEOPLE_AT_ONCE }, () => ({ membershipId: randomUUID() }))
    expect(await give('many', [linus, ...crowd], 'viewer')).toMatchObject({
      fieldErrors: { membershipId: [`At most ${PEOPLE_AT_ONCE} people at once, please.`] },
    })
    expect(await give('many', [linus, { membershipId: 'linus' }], 'viewer')).toMatchObject({
      fieldErrors: { membershipId: ['There is nothing here.'] },
    })
    expect(await changeRole('many', {}, form({ role: 'viewer' }))).toMatchObject({
      fieldErrors: { membershipId: ['Choose at least one person.'] },
    })
    expect(await roleIn(org, linus)).toBe('member')
    expect(await give('many', [linus, ...crowd.slice(1)], 'viewer')).toMatchObject({ ok: true })
    expect(await roleIn(org, linus)).toBe('viewer')
  })

  test('the same person twice is one person', async () => {
    const { org, grace, linus } = await organization('twice', { grace: 'admin', linus: 'member' })
    await as(grace)
    expect(await give('twice', [linus, linus, linus], 'viewer')).toEqual({ ok: true, message: 'linus is now viewer.' })
    expect(await remove('twice', [linus, linus])).toEqual({ ok: true, message: 'linus was removed.' })
    expect(await history(org)).toEqual(['member.role_changed', 'member.removed'])
  })

  test('whose role has ended is changed and removed like anybody, and changes nobody', async () => {
    const { org, grace, gil, linus } = await organization('ended', { grace: 'admin', gil: 'admin', linus: 'member' })
    await as(gil)
    await endRole(gil)
    await endRole(linus)
    expect(await give('ended', [grace, linus], 'viewer')).toMatchObject({ message: 'There is nothing here.' })
    await as(grace)
    expect(await remove('ended', [gil, linus])).toMatchObject({ ok: true, message: '2 people were removed.' })
    expect(await rolesOf(org, [gil, linus])).toEqual([null, null])
  })

  test('whoever looks as another role only looks', async () => {
    const { org, grace, linus, mia } = await organization('looking', {
      grace: 'admin',
      linus: 'member',
      mia: 'member',
    })
    await as(grace)
    await outcome(() => viewAs('looking', {}, form({ role: 'member' })))
    for (const answer of [await give('looking', [linus, mia], 'viewer'), await remove('looking', [linus, mia])])
      expect(answer).toMatchObject({ message: expect.stringContaining('nothing can be changed') })
    expect(await rolesOf(org, [linus, mia])).toEqual(['member', 'member'])
  })

  test('with a role of the organization’s own: as many rights as they have, and no more', async () => {
    const { org, olive, vera, linus } = await organization('lead', { olive: 'owner', vera: 'viewer', linus: 'member' })
    const lead = await customRole(org, 'Lead', ['organization:read', 'member:read', 'member:update', 'project:read'])
    await as(olive)
    await give('lead', [linus], lead.id)
    await as(linus)
    const { mia } = await organization('elsewhere-lead', { mia: 'member' })
    const here = await join(org, mia, 'member')
    expect(await give('lead', [vera, here, olive], lead.id)).toMatchObject({
      ok: true,
      message: 'vera is now Lead.',
      results: [
        { subject: 'mia', outcome: above('mia'), ok: false },
        { subject: 'olive', outcome: above('olive'), ok: false },
        { subject: 'vera', ok: true },
      ],
    })
  })
})

describe('two at the same moment', () => {
  const lock = (id: string) => ({ sql: 'select from "Organization" where id = $1 for update', values: [id] })
  const answers = async (racing: ReturnType<typeof race<Awaited<ReturnType<typeof give>>>>) =>
    ((await racing) ?? []).map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })

  test('remove the same people: each is removed once', async () => {
    const { org, grace, gil, linus, mia } = await organization('both-remove', {
      grace: 'admin',
      gil: 'admin',
      linus: 'member',
      mia: 'member',
    })
    await Promise.all([as(grace), as(gil)])
    const both = await answers(
      race(lock(org.id), 2, () => [
        asOne(grace, () => remove('both-remove', [linus, mia])),
        asOne(gil, () => remove('both-remove', [mia, linus])),
      ]),
    )
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both).toContainEqual(expect.objectContaining({ message: 'There is nothing here.' }))
    expect(await history(org)).toEqual(['member.removed', 'member.removed'])
  })

  test('demote each other’s owners: an owner remains', async () => {
    const { org, olive, omar, oscar } = await organization('owners-race', {
      olive: 'owner',
      omar: 'owner',
      oscar: 'owner',
    })
    await Promise.all([as(olive), as(omar)])
    await answers(
      race(lock(org.id), 2, () => [
        asOne(olive, () => give('owners-race', [omar, oscar, olive], 'member')),
        asOne(omar, () => give('owners-race', [olive, oscar, omar], 'member')),
      ]),
    )
    const roles = await rolesOf(org, [olive, omar, oscar])
    expect(roles.filter((role) => role === 'owner')).toHaveLength(1)
  })
})

test('an invitation to somebody else stays open when people are removed', async () => {
  const { org, olive } = await organization('accepted')
  const { id } = await invite(olive, org, 'later@people.test', 'member')
  const { linus, mia } = await organization('accepted-too', { linus: 'member', mia: 'member' })
  await remove('accepted', [await join(org, linus, 'member'), await join(org, mia, 'member')])
  expect(await row('select "revokedAt" from "Invitation" where id = $1', [id])).toEqual({ revokedAt: null })
})
