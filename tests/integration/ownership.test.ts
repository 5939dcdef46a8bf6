import { describe, expect, test } from 'vitest'
import { changeRole, removeMember } from '@/app/o/[slug]/members/actions'
import { acceptOwnership, declineOwnership } from '@/app/o/[slug]/ownership-actions'
import { deleteOrganization, offerOwnership, withdrawOwnership } from '@/app/o/[slug]/settings/actions'
import { orgQuery, userQuery } from '@/lib/access/queries'
import { changeUser } from '@/lib/auth/operator'
import { readOverview } from '@/lib/domain/organizations/overview'
import { listOwnershipOffers } from '@/lib/domain/ownership/open-offers'
import { as, asOne } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { race } from '@/tests/support/wait'
import { join, type Member, organization } from '@/tests/support/world'
import { history, roleIn } from './invitation-mail'

type Org = { id: string; slug: string; name: string }

const offer = (who: Person, org: Org, to: { membershipId: string }, becomes = 'admin') =>
  asOne(who, () => outcome(() => offerOwnership(org.slug, {}, form({ membershipId: to.membershipId, becomes }))))
const accept = (who: Person, org: Org, offerId: string) =>
  asOne(who, () => outcome(() => acceptOwnership(org.slug, {}, form({ offerId }))))
const decline = (who: Person, org: Org, offerId: string) =>
  asOne(who, () => outcome(() => declineOwnership(org.slug, {}, form({ offerId }))))
const withdraw = (who: Person, org: Org, offerId: string) =>
  asOne(who, () => outcome(() => withdrawOwnership(org.slug, {}, form({ offerId }))))
const openIn = async ({ id }: Org) =>
  (await row<{ id: string }>('select id from "OwnershipOffer" where "organizationId" = $1', [id])).id
const given = async (...args: Parameters<typeof offer>) => {
  expect(await offer(...args)).toHaveProperty('redirectTo')
  return openIn(args[1])
}
const seenBy = (who: Person) =>
  asOne(who, async () => {
    const seen = await userQuery(listOwnershipOffers)
    if ('refusal' in seen) throw new Error('The database is down.')
    return seen.data.map(({ organization }) => organization.slug)
  })
const events = async (someone: Person) =>
  (await mailTo(someone.email)).filter(({ template }) => template === 'ownership').map(({ props }) => props.event)
const later = ({ id }: Person) =>
  rows(`update "Session" set "provedAt" = now() - interval '11 minutes', "stepUpAt" = null where "userId" = $1`, [id])
const over = { message: 'This offer is no longer open. Nothing has changed.' }
const PROVE = { message: 'Please confirm that it is you.', stepUp: ['password'] }

describe('ownership is handed over', () => {
  test('by olive to linus, who accepts: he owns it, she is an admin, both are told, and the log says who was what', async () => {
    const { org, olive, linus } = await organization('handed', { olive: 'owner', linus: 'member' })
    const id = await given(olive, org, linus)
    expect([await roleIn(org, olive), await roleIn(org, linus)]).toEqual(['owner', 'member'])
    expect(await seenBy(linus)).toEqual(['handed'])
    const shown = await asOne(linus, () => orgQuery('handed', 'organization:read', readOverview))
    expect(shown).toMatchObject({ data: { offer: { id, from: 'olive', becomes: 'admin' } } })
    expect(await accept(linus, org, id)).toEqual({ redirectTo: '/o/handed?owner' })
    expect([await roleIn(org, olive), await roleIn(org, linus)]).toEqual(['admin', 'owner'])
    expect(await seenBy(linus)).toEqual([])
    expect(await events(linus)).toEqual(['offered', 'received'])
    expect(await events(olive)).toEqual(['sent', 'accepted'])
    expect(await history(org)).toEqual([
      'ownership.offered',
      'ownership.accepted',
      'member.role_changed',
      'member.role_changed',
    ])
    const told = await rows(
      `select detail -> 'target' as target, detail -> 'before' ->> 'role' as before, detail -> 'after' ->> 'role' as after
         from "AuditDetail" where "organizationId" = $1 order by sequence`,
      [org.id],
    )
    expect(told).toEqual([
      { target: 'linus', before: 'member', after: 'owner' },
      { target: 'olive', before: null, after: null },
      { target: 'linus', before: 'member', after: 'owner' },
      { target: 'olive', before: 'owner', after: 'admin' },
    ])
    expect(await broken(org.id)).toBeNull()
  })

  test('and she stays an owner if she chose so', async () => {
    const { org, olive, linus } = await organization('shared', { olive: 'owner', linus: 'viewer' })
    await accept(linus, org, await given(olive, org, linus, 'owner'))
    expect([await roleIn(org, olive), await roleIn(org, linus)]).toEqual(['owner', 'owner'])
  })

  test('only after both have just proved that it is them', async () => {
    const { org, olive, linus } = await organization('proved', { olive: 'owner', linus: 'member' })
    await as(olive)
    await later(olive)
    expect(await offer(olive, org, linus)).toMatchObject(PROVE)
    await rows(`update "Session" set "stepUpAt" = now() where "userId" = $1`, [olive.id])
    const id = await given(olive, org, linus)
    await as(linus)
    await later(linus)
    expect(await accept(linus, org, id)).toMatchObject(PROVE)
    expect(await roleIn(org, linus)).toBe('member')
    expect(await decline(linus, org, id)).toMatchObject({ ok: true })
  })

  test('linus declines, and nothing has changed but that olive knows', async () => {
    const { org, olive, linus } = await organization('declined', { olive: 'owner', linus: 'member' })
    const id = await given(olive, org, linus)
    expect(await decline(linus, org, id)).toMatchObject({ ok: true })
    expect(await accept(linus, org, id)).toMatchObject(over)
    expect(await events(olive)).toEqual(['sent', 'declined'])
    expect([await roleIn(org, olive), await roleIn(org, linus)]).toEqual(['owner', 'member'])
    expect(await history(org)).toEqual(['ownership.offered', 'ownership.declined'])
  })

  test('olive takes it back, or another owner does; linus is told and accepts nothing', async () => {
    const { org, olive, oscar, linus } = await organization('taken-back', {
      olive: 'owner',
      oscar: 'owner',
      linus: 'member',
    })
    for (const who of [olive, oscar]) {
      const id = await given(olive, org, linus)
      expect(await withdraw(who, org, id)).toMatchObject({ ok: true })
      expect(await accept(linus, org, id)).toMatchObject(over)
    }
    expect(await events(linus)).toEqual(['offered', 'withdrawn', 'offered', 'withdrawn'])
    expect(await roleIn(org, linus)).toBe('member')
  })
})

describe('nobody takes what was not offered to them', () => {
  test('mallory, a member, linus under another organization, and a stranger get nothing of olive’s offer to ada', async () => {
    const { org, olive, ada, mallory } = await organization('not-hers', {
      olive: 'owner',
      ada: 'member',
      mallory: 'admin',
    })
    const other = await organization('elsewhere', { linus: 'owner' })
    const id = await given(olive, org, ada)
    expect(await accept(mallory, org, id)).toMatchObject(over)
    expect(await decline(mallory, org, id)).toMatchObject(over)
    expect(await accept(olive, org, id)).toMatchObject(over)
    expect(await accept(other.linus, other.org, id)).toMatchObject(over)
    expect(await withdraw(other.linus, other.org, id)).toMatchObject(over)
    expect(await accept(other.linus, org, id)).toMatchObject({ message: 'There is nothing here.' })
    expect(await withdraw(mallory, org, id)).toMatchObject({
      message: expect.stringContaining('organization:transfer'),
    })
    expect(await offer(mallory, org, mallory)).toMatchObject({
      message: expect.stringContaining('organization:transfer'),
    })
    expect(await seenBy(mallory)).toEqual([])
    expect(await openIn(org)).toBe(id)
  })

  test('an offer is for a member who can own it, one at a time', async () => {
    const { org, olive, oscar, linus, vera } = await organization('who-can', {
      olive: 'owner',
      oscar: 'owner',
      linus: 'member',
      vera: 'viewer',
    })
    const elsewhere = await organization('elsewhere-too', { ada: 'member' })
    expect(await offer(olive, org, elsewhere.ada)).toMatchObject({ message: 'There is nothing here.' })
    expect(await offer(olive, org, oscar)).toMatchObject({ message: 'oscar is an owner already.' })
    await rows(`update "User" set "disabledAt" = now() where id = $1`, [linus.id])
    expect(await offer(olive, org, linus)).toMatchObject({ message: 'linus cannot become an owner right now.' })
    await rows(`update "User" set "disabledAt" = null where id = $1`, [linus.id])
    expect(await offer(olive, org, linus, 'god')).toMatchObject({
      fieldErrors: { becomes: ['Choose what becomes of you.'] },
    })
    await given(olive, org, linus)
    expect(await offer(oscar, org, vera)).toMatchObject({
      message: 'It is offered to linus. Take that back first.',
    })
  })
})

describe('an offer is over', () => {
  const cases: [string, (all: { org: Org; olive: Member; oscar: Member; linus: Member }) => Promise<unknown>][] = [
    [
      'after seven days',
      ({ org }) => rows(`update "OwnershipOffer" set "expiresAt" = now() where "organizationId" = $1`, [org.id]),
    ],
    ['when olive is no owner any more', ({ org, oscar, olive }) => demote(oscar, org, olive)],
    [
      'even should she be one again',
      async ({ org, oscar, olive }) => {
        await demote(oscar, org, olive)
        await asOne(oscar, () => changeRole(org.slug, {}, form({ membershipId: olive.membershipId, role: 'owner' })))
      },
    ],
    ['when olive is disabled', ({ olive }) => changeUser('disable', olive.email)],
    [
      'when linus’ role has ended',
      ({ linus }) => rows(`update "Membership" set "roleEndsAt" = now() where id = $1`, [linus.membershipId]),
    ],
    [
      'when linus left and came back',
      async ({ org, oscar, linus }) => {
        await asOne(oscar, () => removeMember(org.slug, {}, form({ membershipId: linus.membershipId })))
        await join(org, linus, 'member')
      },
    ],
    [
      'when linus is an owner already',
      ({ org, oscar, linus }) =>
        asOne(oscar, () => changeRole(org.slug, {}, form({ membershipId: linus.membershipId, role: 'owner' }))),
    ],
    [
      'when the organization is deleted',
      ({ org, olive }) =>
        asOne(olive, () => outcome(() => deleteOrganization(org.slug, {}, form({ confirmation: org.name })))),
    ],
  ]
  test.each(cases)('%s', async (name, happens) => {
    const all = await organization(`over-${cases.findIndex(([one]) => one === name)}`, {
      olive: 'owner',
      oscar: 'owner',
      linus: 'member',
    })
    const { org, olive, linus } = all
    const id = await given(olive, org, linus)
    await happens(all)
    const before = [await roleIn(org, olive), await roleIn(org, linus)]
    expect(await seenBy(linus)).toEqual([])
    expect(await accept(linus, org, id)).toMatchObject({
      message: expect.stringMatching(/no longer open|nothing here/),
    })
    expect([await roleIn(org, olive), await roleIn(org, linus)]).toEqual(before)
  })

  test('and makes room for another', async () => {
    const { org, olive, linus, vera } = await organization('room', { olive: 'owner', linus: 'member', vera: 'viewer' })
    await given(olive, org, linus)
    await rows(`update "OwnershipOffer" set "expiresAt" = now() where "organizationId" = $1`, [org.id])
    await accept(vera, org, await given(olive, org, vera))
    expect(await roleIn(org, vera)).toBe('owner')
  })

  test('once: of twenty acceptances at the same moment one counts', async () => {
    const { org, olive, linus } = await organization('once', { olive: 'owner', linus: 'member' })
    const id = await given(olive, org, linus)
    await as(linus)
    const lock = { sql: 'select from "Organization" where id = $1 for no key update', values: [org.id] }
    const ended = await race<unknown>(lock, 2, () => Array.from({ length: 20 }, () => accept(linus, org, id)))
    const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
    expect(answers?.filter((answer) => answer && 'redirectTo' in answer)).toHaveLength(1)
    expect(await events(linus)).toEqual(['offered', 'received'])
  })
})

test('making somebody an owner outright wants a fresh proof; any other role does not', async () => {
  const { org, olive, linus } = await organization('outright', { olive: 'owner', linus: 'member' })
  const give = (role: string) =>
    asOne(olive, () => changeRole(org.slug, {}, form({ membershipId: linus.membershipId, role })))
  await as(olive)
  await later(olive)
  expect(await give('admin')).toMatchObject({ ok: true })
  expect(await give('owner')).toMatchObject(PROVE)
  expect(await roleIn(org, linus)).toBe('admin')
  await rows(`update "Session" set "stepUpAt" = now() where "userId" = $1`, [olive.id])
  expect(await give('owner')).toMatchObject({ ok: true })
})

describe('the only owner is disabled', () => {
  test('and an admin before everybody else inherits, is told, and the log says why', async () => {
    const { org, olive, linus, grace } = await organization('inherited', {
      linus: 'member',
      olive: 'owner',
      grace: 'admin',
    })
    await changeUser('disable', olive.email)
    expect([await roleIn(org, olive), await roleIn(org, grace), await roleIn(org, linus)]).toEqual([
      'owner',
      'owner',
      'member',
    ])
    expect(await events(grace)).toEqual(['inherited'])
    expect(
      await row(`select detail -> 'after' as after from "AuditDetail" where "organizationId" = $1`, [org.id]),
    ).toEqual({
      after: { role: 'owner', reason: 'nobody else could own it' },
    })
    await changeUser('enable', olive.email)
    expect(await demote(grace, org, olive)).toMatchObject({ ok: true })
  })

  test('nobody inherits while another owner can act, or where nobody is left who could', async () => {
    const two = await organization('two', { olive: 'owner', oscar: 'owner', grace: 'admin' })
    await changeUser('disable', two.olive.email)
    expect(await roleIn(two.org, two.grace)).toBe('admin')
    const alone = await organization('alone-here', { ada: 'owner' })
    await join(alone.org, await person('unproved', { verified: false }), 'admin')
    expect(await changeUser('disable', alone.ada.email)).toContain('is disabled')
    expect(await history(alone.org)).toEqual([])
  })
})

test('an owner whose address is not proved counts for nothing, in the code and in the database', async () => {
  const { org, olive } = await organization('unproved-owner', { olive: 'owner' })
  await join(org, await person('ghost', { verified: false }), 'owner')
  await as(olive)
  expect(await demote(olive, org, olive)).toMatchObject({ message: expect.stringContaining('needs an owner') })
  await expect(
    rows(`update "Membership" set "builtInRole" = 'admin' where id = $1`, [olive.membershipId]),
  ).rejects.toThrow('needs an owner')
})

function demote(who: Person, org: Org, { membershipId }: Member) {
  return asOne(who, () => changeRole(org.slug, {}, form({ membershipId, role: 'viewer' })))
}
