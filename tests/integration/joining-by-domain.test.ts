import { describe, expect, test } from 'vitest'
import { askToJoin, joinByDomain, withdrawJoinRequest } from '@/app/account/organizations/actions'
import { removeMember } from '@/app/o/[slug]/members/actions'
import { approveJoinRequest, declineJoinRequest } from '@/app/o/[slug]/members/requests/actions'
import { changeDomainMode, removeDomain } from '@/app/o/[slug]/settings/domains/actions'
import { scopedTo } from '@/lib/db/scope'
import { listOrganizationsToJoin } from '@/lib/domain/domains/organizations-to-join'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { failSince, furtherAddress, provedDomain } from '@/tests/support/domains'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { race } from '@/tests/support/wait'
import { customRole, endRole, joinWith, type Organization, organization } from '@/tests/support/world'
import { history, roleIn } from './invitation-mail'

const nothing = { message: 'There is nothing here.' }
const lockOf = (org: Organization) => ({ sql: 'select from "Organization" where id = $1 for update', values: [org.id] })
const offered = ({ id }: Person) => listOrganizationsToJoin({ db: scopedTo({ userId: id }) })
const ways = async (someone: Person) => (await offered(someone)).map(({ name, way }) => [name, way])
const join = (someone: Person, org: Organization) =>
  asOne(someone, () => outcome(() => joinByDomain({}, form({ organizationId: org.id }))))
const ask = (someone: Person, org: Organization) =>
  asOne(someone, () => outcome(() => askToJoin({}, form({ organizationId: org.id }))))
const requestOf = async (someone: Person) =>
  (await row<{ id: string }>('select id from "JoinRequest" where "userId" = $1', [someone.id])).id
const approve = (someone: Person, org: Organization, requestId: string, role = 'member') =>
  asOne(someone, () => outcome(() => approveJoinRequest(org.slug, {}, form({ requestId, role }))))

/** What waits to be sent about requests, by what it says. */
const mailsTo = async (email: string) =>
  (await mailTo(email)).filter(({ template }) => template === 'join-request').map(({ props }) => props.event)

async function asked(slug: string) {
  const made = await organization(slug, { olive: 'owner', grace: 'admin', mia: 'member' })
  await provedDomain(made.org, `${slug}.example`, { mode: 'ask' })
  const ada = await person('ada', { email: `ada@${slug}.example` })
  expect(await ask(ada, made.org)).toMatchObject({ ok: true })
  return { ...made, ada, requestId: await requestOf(ada) }
}

describe('joining', () => {
  test('ada joins with the role of the domain, by her primary address or a further one', async () => {
    const { org, olive } = await organization('joins')
    await provedDomain(org, 'joins.example', { mode: 'join', role: 'viewer', setBy: olive })
    const ada = await person('ada', { email: 'ada@joins.example' })
    const grace = await person('grace')
    expect(await ways(grace)).toEqual([])
    await furtherAddress(grace, 'grace@joins.example')
    for (const somebody of [ada, grace]) {
      expect(await offered(somebody)).toMatchObject([
        { name: org.name, way: 'join', role: 'viewer', domain: 'joins.example' },
      ])
      expect(await join(somebody, org)).toEqual({ redirectTo: '/o/joins' })
      expect(await roleIn(org, somebody)).toBe('viewer')
      expect(await ways(somebody)).toEqual([])
    }
    expect(await history(org)).toEqual(['member.joined', 'member.joined'])
  })

  test('an address that nobody proved, and one that only looks like it, are told nothing', async () => {
    const { org, olive } = await organization('silent-to')
    await provedDomain(org, 'silent-to.example', { mode: 'join', role: 'member', setBy: olive })
    const unproved = await person('eve', { email: 'eve@silent-to.example', verified: false })
    const others = [
      await person('eve', { email: 'eve@sub.silent-to.example' }),
      await person('eve', { email: 'eve@notsilent-to.example' }),
      await person('eve', { email: 'silent-to.example@else.example' }),
    ]
    for (const eve of [unproved, ...others]) {
      expect(await offered(eve)).toEqual([])
      expect(await join(eve, org)).toMatchObject(nothing)
      expect(await ask(eve, org)).toMatchObject(nothing)
      expect(await roleIn(org, eve)).toBeNull()
    }
  })

  test('a further address of somebody whose primary one is unproved is told nothing either', async () => {
    const { org, olive } = await organization('primary-first')
    await provedDomain(org, 'primary-first.example', { mode: 'join', role: 'member', setBy: olive })
    const eve = await person('eve', { verified: false })
    await furtherAddress(eve, 'eve@primary-first.example')
    expect(await offered(eve)).toEqual([])
    expect(await join(eve, org)).toMatchObject(nothing)
  })

  test('not while it waits, is open to nobody, belongs to a deleted organization, or failed for three days', async () => {
    const { org, olive } = await organization('closed')
    const { id } = await provedDomain(org, 'closed.example', { mode: 'join', role: 'member', setBy: olive })
    const ada = await person('ada', { email: 'ada@closed.example' })
    const refused = async () => {
      expect(await offered(ada)).toEqual([])
      expect(await join(ada, org)).toMatchObject(nothing)
    }
    await rows('update "Domain" set "verifiedAt" = null where id = $1', [id])
    await refused()
    await rows(`update "Domain" set "verifiedAt" = now(), mode = 'nobody', "builtInRole" = null where id = $1`, [id])
    await refused()
    await rows(`update "Domain" set mode = 'join', "builtInRole" = 'member' where id = $1`, [id])
    await rows('update "Organization" set "deletedAt" = now() where id = $1', [org.id])
    await refused()
    await rows('update "Organization" set "deletedAt" = null where id = $1', [org.id])
    await failSince(id, '3 days 1 minute')
    await refused()
    await failSince(id, '2 days 23 hours')
    expect(await join(ada, org)).toEqual({ redirectTo: '/o/closed' })
  })

  test('whoever chose the role was demoted, has left or was disabled, or the role is gone: people ask instead', async () => {
    const { org, olive, grace } = await organization('degrades', { olive: 'owner', grace: 'admin' })
    const { id } = await provedDomain(org, 'degrades.example', { mode: 'join', role: 'member', setBy: grace })
    const ada = await person('ada', { email: 'ada@degrades.example' })
    const is = async (way: string) => expect(await ways(ada)).toEqual([[org.name, way]])
    const membership = (set: string) => rows(`update "Membership" set ${set} where id = $1`, [grace.membershipId])
    await is('join')
    await membership(`"builtInRole" = 'member'`)
    await is('ask')
    expect(await join(ada, org)).toMatchObject({ message: expect.stringContaining('changed who may join') })
    await membership(`"builtInRole" = 'admin'`)
    await rows('update "User" set "disabledAt" = now() where id = $1', [grace.id])
    await is('ask')
    await rows('update "User" set "disabledAt" = null where id = $1', [grace.id])
    await is('join')
    await rows('delete from "Membership" where id = $1', [grace.membershipId])
    await is('ask')
    const own = await customRole(org, 'Helper', ['organization:read'])
    await rows(`update "Domain" set "builtInRole" = null, "roleId" = $2, "modeSetById" = $3 where id = $1`, [
      id,
      own.id,
      olive.id,
    ])
    await is('join')
    await rows('delete from "Role" where id = $1', [own.id])
    await is('ask')
    expect(await join(ada, org)).toMatchObject({ message: expect.stringContaining('changed who may join') })
    expect(await roleIn(org, ada)).toBeNull()
  })

  test('who was removed, or whose role has ended, does not come back unseen: they ask', async () => {
    const { org, olive, mia, viktor } = await organization('returns', {
      olive: 'owner',
      mia: 'member',
      viktor: 'viewer',
    })
    await provedDomain(org, 'returns.example', { mode: 'join', role: 'member', setBy: olive })
    await furtherAddress(mia, 'mia@returns.example')
    await furtherAddress(viktor, 'viktor@returns.example')
    await as(olive)
    expect(await removeMember(org.slug, {}, form({ membershipId: mia.membershipId }))).toMatchObject({ ok: true })
    await endRole(viktor)
    for (const someone of [mia, viktor]) {
      expect(await ways(someone)).toEqual([[org.name, 'ask']])
      expect(await join(someone, org)).toMatchObject({ message: expect.stringContaining('changed who may join') })
      expect(await ask(someone, org)).toMatchObject({ ok: true })
      expect(await approve(olive, org, await requestOf(someone), 'viewer')).toMatchObject({ ok: true })
      expect(await roleIn(org, someone)).toBe('viewer')
    }
  })

  test('without a free seat nobody joins', async () => {
    const { org, olive } = await organization('seats')
    await provedDomain(org, 'seats.example', { mode: 'join', role: 'member', setBy: olive })
    await rows('update "Organization" set "seatLimit" = 1 where id = $1', [org.id])
    const ada = await person('ada', { email: 'ada@seats.example' })
    expect(await join(ada, org)).toMatchObject({ message: expect.stringContaining('Every seat is taken') })
    expect(await roleIn(org, ada)).toBeNull()
  })

  test('twenty presses at once: one membership, one fact', async () => {
    const { org, olive } = await organization('twenty-times')
    await provedDomain(org, 'twenty-times.example', { mode: 'join', role: 'member', setBy: olive })
    const ada = await person('ada', { email: 'ada@twenty-times.example' })
    await as(ada)
    const answers = await Promise.all(Array.from({ length: 20 }, () => join(ada, org)))
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(20)
    expect(await history(org)).toEqual(['member.joined'])
  })

  test('the mode changes while ada joins: whoever has the lock first is right', async () => {
    const { org, olive } = await organization('mode-race')
    const { id } = await provedDomain(org, 'mode-race.example', { mode: 'join', role: 'member', setBy: olive })
    const ada = await person('ada', { email: 'ada@mode-race.example' })
    await as(ada)
    await race(lockOf(org), 2, () => [
      asOne(olive, () => changeDomainMode(org.slug, {}, form({ domainId: id, mode: 'nobody' }))),
      join(ada, org) as Promise<never>,
    ])
    const facts = await history(org)
    const joined = (await roleIn(org, ada)) !== null
    expect(facts).toEqual(joined ? ['member.joined', 'domain.mode_changed'] : ['domain.mode_changed'])
  })

  test('members stay as they are when the domain is removed', async () => {
    const { org, olive } = await organization('stays')
    const { id } = await provedDomain(org, 'stays.example', { mode: 'join', role: 'viewer', setBy: olive })
    const ada = await person('ada', { email: 'ada@stays.example' })
    await join(ada, org)
    await as(olive)
    await removeDomain(org.slug, {}, form({ domainId: id }))
    expect(await roleIn(org, ada)).toBe('viewer')
  })
})

describe('asking', () => {
  test('those who may decide hear of it once; the answer makes ada a member', async () => {
    const { org, olive, grace, mia, ada, requestId } = await asked('asks')
    expect(await ask(ada, org)).toMatchObject({ message: expect.stringContaining('asked already') })
    for (const { email } of [olive, grace]) expect(await mailsTo(email)).toEqual(['asked'])
    expect(await mailsTo(mia.email)).toEqual([])
    expect(await approve(mia, org, requestId)).toMatchObject({ message: expect.stringContaining('member:invite') })
    expect(await approve(grace, org, requestId, 'viewer')).toMatchObject({ ok: true })
    expect(await roleIn(org, ada)).toBe('viewer')
    expect(await mailsTo(ada.email)).toEqual(['approved'])
    expect(await history(org)).toEqual(['join_request.made', 'join_request.approved'])
  })

  test('who approves gives what they have, and no ownership', async () => {
    const { org, olive, requestId } = await asked('caps')
    const hal = await person('hal')
    await joinWith(org, hal, ['organization:read', 'member:read', 'member:invite'])
    expect(await approve(hal, org, requestId, 'admin')).toMatchObject({ message: 'You can only give what you have.' })
    expect(await approve(olive, org, requestId, 'owner')).toMatchObject({ message: expect.stringContaining('owner') })
    expect(await approve(olive, org, requestId, 'admin')).toMatchObject({ ok: true })
  })

  test('declined, ada hears of it and cannot ask again until the request would have ended', async () => {
    const { org, grace, ada, requestId } = await asked('declines')
    await as(grace)
    expect(await declineJoinRequest(org.slug, {}, form({ requestId }))).toMatchObject({ ok: true })
    expect(await mailsTo(ada.email)).toEqual(['declined'])
    expect(await offered(ada)).toEqual([])
    expect(await ask(ada, org)).toMatchObject(nothing)
    expect(await approve(grace, org, requestId)).toMatchObject(nothing)
    await rows(`update "JoinRequest" set "expiresAt" = now() where id = $1`, [requestId])
    expect(await ask(ada, org)).toMatchObject({ ok: true })
  })

  test('it ends after its time, and when its person no longer has the address', async () => {
    const { org, grace, requestId } = await asked('ends')
    await rows(`update "JoinRequest" set "expiresAt" = now() where id = $1`, [requestId])
    expect(await approve(grace, org, requestId)).toMatchObject(nothing)
    const second = await asked('moved-on')
    await rows(`update "User" set email = 'ada@elsewhere.example' where id = $1`, [second.ada.id])
    expect(await approve(second.grace, second.org, second.requestId)).toMatchObject(nothing)
    expect(await roleIn(second.org, second.ada)).toBeNull()
  })

  test('ada withdraws hers, and nobody else’s', async () => {
    const { org, ada, requestId } = await asked('withdraws')
    const eve = await person('eve', { email: 'eve@withdraws.example' })
    const withdraw = (someone: Person) => asOne(someone, () => withdrawJoinRequest({}, form({ requestId })))
    expect(await withdraw(eve)).toMatchObject(nothing)
    expect(await ways(ada)).toEqual([[org.name, 'asked']])
    expect(await withdraw(ada)).toMatchObject({ ok: true })
    expect(await ways(ada)).toEqual([[org.name, 'ask']])
    expect(await history(org)).toEqual(['join_request.made', 'join_request.withdrawn'])
  })

  test('approved and withdrawn at once: one of them, never both', async () => {
    const { org, grace, ada, requestId } = await asked('both')
    await as(ada)
    await as(grace)
    await race(lockOf(org), 2, () => [
      approve(grace, org, requestId) as Promise<never>,
      asOne(ada, () => withdrawJoinRequest({}, form({ requestId }))),
    ])
    const joined = (await roleIn(org, ada)) !== null
    expect((await history(org)).slice(1)).toEqual([joined ? 'join_request.approved' : 'join_request.withdrawn'])
  })

  test('approved twenty times at once: one membership, one fact, one mail', async () => {
    const { org, grace, ada, requestId } = await asked('many-yes')
    const answers = await Promise.all(Array.from({ length: 20 }, () => approve(grace, org, requestId)))
    expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toHaveLength(1)
    expect(await history(org)).toEqual(['join_request.made', 'join_request.approved'])
    expect(await mailsTo(ada.email)).toHaveLength(1)
  })

  test('a request of another organization is nothing', async () => {
    const { requestId } = await asked('here')
    const { org, olive } = await organization('there')
    expect(await approve(olive, org, requestId)).toMatchObject(nothing)
    await as(olive)
    expect(await declineJoinRequest(org.slug, {}, form({ requestId }))).toMatchObject(nothing)
  })

  test('what is over is forgotten by the sweep', async () => {
    const { requestId } = await asked('forgets')
    await rows(`update "JoinRequest" set "expiresAt" = now(), "declinedAt" = now() where id = $1`, [requestId])
    await drainOnce()
    expect(await rows('select 1 from "JoinRequest" where id = $1', [requestId])).toEqual([])
  })
})
