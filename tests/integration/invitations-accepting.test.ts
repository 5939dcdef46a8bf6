import { describe, expect, test } from 'vitest'
import { continueAs } from '@/app/(auth)/accounts/actions'
import { acceptInvitation, acceptMyInvitation, declineMyInvitation, switchAccount } from '@/app/invite/actions'
import { resendInvitation, revokeInvitation } from '@/app/o/[slug]/members/actions'
import { findCaller } from '@/lib/auth/context'
import { as, asNobody, asOne } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { race, untilWaiting } from '@/tests/support/wait'
import { join, organization } from '@/tests/support/world'
import { copyLink, history, invite, mailedToken, makeRecruiter, roleIn } from './invitation-mail'

const accept = (someone: Person, token: string) =>
  asOne(someone, () => outcome(() => acceptInvitation({}, form({ token }))))
const acceptById = (someone: Person, invitationId: string) =>
  asOne(someone, () => outcome(() => acceptMyInvitation({}, form({ invitationId }))))

const nothing = { message: 'There is nothing here.' }
const unavailable = { message: 'This invitation is no longer available. Ask for a new one.' }

describe('accepting', () => {
  test('ada joins with the role that she was offered, and lands in the organization', async () => {
    const { org, olive } = await organization('joined')
    const ada = await person('ada')
    const { token } = await invite(olive, org, ada.email, 'member')
    expect(await accept(ada, token)).toEqual({ redirectTo: '/o/joined' })
    expect(await roleIn(org, ada)).toBe('member')
    expect(await history(org)).toEqual(['invitation.created', 'member.joined'])
  })

  test('from the inbox she needs no link, and it is hers alone', async () => {
    const { org, olive } = await organization('inbox')
    const [ada, mallory] = [await person('ada'), await person('mallory')]
    const { id } = await invite(olive, org, ada.email, 'viewer')
    expect(await acceptById(mallory, id)).toMatchObject(nothing)
    expect(await acceptById(olive, id)).toMatchObject(nothing)
    expect(await acceptById(ada, id)).toEqual({ redirectTo: '/o/inbox' })
    expect(await roleIn(org, mallory)).toBeNull()
  })

  test('signed out, nothing happens and the way leads to sign-in', async () => {
    const { org, olive } = await organization('signed-out')
    const ada = await person('ada')
    const { token } = await invite(olive, org, ada.email, 'viewer')
    asNobody()
    expect(await outcome(() => acceptInvitation({}, form({ token })))).toEqual({ redirectTo: '/sign-in' })
    expect(await roleIn(org, ada)).toBeNull()
  })

  test('of twenty tries at once one succeeds: one membership, one audit row', async () => {
    const { org, olive } = await organization('twenty')
    const ada = await person('ada')
    const { token, id } = await invite(olive, org, ada.email, 'member')
    const tries = Array.from({ length: 20 }, (_, index) => (index % 2 ? accept(ada, token) : acceptById(ada, id)))
    const answers = await Promise.all(tries)
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
    expect(
      await rows('select from "Membership" where "organizationId" = $1 and "userId" = $2', [org.id, ada.id]),
    ).toHaveLength(1)
    expect((await history(org)).filter((action) => action === 'member.joined')).toHaveLength(1)
  })

  test('eight who wait for the same lock still make one membership', async () => {
    const { org, olive } = await organization('eight')
    const ada = await person('ada')
    const { token } = await invite(olive, org, ada.email, 'member')
    await as(ada)
    const lock = { sql: 'select from "Organization" where id = $1 for update', values: [org.id] }
    const outcomes = await race(lock, 8, () => Array.from({ length: 8 }, () => accept(ada, token)))
    const answers = outcomes?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason)) ?? []
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
    expect(answers).toContainEqual(expect.objectContaining({ message: 'This invitation has already been accepted.' }))
    expect((await history(org)).filter((action) => action === 'member.joined')).toHaveLength(1)
  })
})

describe('what cannot be accepted', () => {
  test('a revoked one, an expired one, and one that was sent again since', async () => {
    const { org, olive } = await organization('closed')
    const [ada, bob, carl] = [await person('ada'), await person('bob'), await person('carl')]
    const revoked = await invite(olive, org, ada.email, 'viewer')
    await revokeInvitation('closed', {}, form({ invitationId: revoked.id }))
    const expired = await invite(olive, org, bob.email, 'viewer')
    await rows(`update "Invitation" set "expiresAt" = now() where id = $1 returning id`, [expired.id])
    const renewed = await invite(olive, org, carl.email, 'viewer')
    await resendInvitation('closed', {}, form({ invitationId: renewed.id }))

    expect(await accept(ada, revoked.token)).toMatchObject({ message: 'This invitation was revoked.' })
    expect(await acceptById(ada, revoked.id)).toMatchObject({ message: 'This invitation was revoked.' })
    expect(await accept(bob, expired.token)).toMatchObject({
      message: 'This invitation has expired. Ask for a new one.',
    })
    expect(await acceptById(bob, expired.id)).toMatchObject({
      message: 'This invitation has expired. Ask for a new one.',
    })
    expect(await accept(carl, renewed.token)).toMatchObject(nothing)
    for (const someone of [ada, bob, carl]) expect(await roleIn(org, someone)).toBeNull()
    expect(await accept(carl, await mailedToken(carl.email))).toEqual({ redirectTo: '/o/closed' })
  })

  test('one to another address, however it was opened', async () => {
    const { org, olive } = await organization('address')
    const mallory = await person('mallory')
    const { token, id } = await invite(olive, org, 'ada@address.test', 'viewer')
    const copied = await copyLink(olive, org, id)
    for (const secret of [token, copied]) {
      expect(await accept(mallory, secret)).toMatchObject({
        message: expect.stringContaining('another e-mail address'),
      })
    }
    expect(await roleIn(org, mallory)).toBeNull()
  })

  test('any, for an account that has not verified its address: the copied link proves nothing', async () => {
    const { org, olive } = await organization('unverified')
    const claims = await person('ada', { email: 'ada@unverified.test', verified: false })
    const { token, id } = await invite(olive, org, claims.email, 'viewer')
    const copied = await copyLink(olive, org, id)
    for (const secret of [token, copied]) {
      expect(await accept(claims, secret)).toMatchObject({ message: 'Verify your e-mail address first.' })
    }
    expect(await acceptById(claims, id)).toMatchObject(nothing)
    expect(await roleIn(org, claims)).toBeNull()
    await rows(`update "User" set "emailVerified" = now() where id = $1 returning id`, [claims.id])
    expect(await accept(claims, copied)).toEqual({ redirectTo: '/o/unverified' })
  })

  test('one of a deleted organization', async () => {
    const { org, olive } = await organization('deleted')
    const ada = await person('ada')
    const { token, id } = await invite(olive, org, ada.email, 'viewer')
    await rows(`update "Organization" set "deletedAt" = now() where id = $1 returning id`, [org.id])
    expect(await accept(ada, token)).toMatchObject(nothing)
    expect(await acceptById(ada, id)).toMatchObject(nothing)
    expect(await roleIn(org, ada)).toBeNull()
  })

  test('a made-up secret', async () => {
    const { org } = await organization('made-up')
    const ada = await person('ada')
    expect(await accept(ada, 'b'.repeat(43))).toMatchObject(nothing)
    expect(await roleIn(org, ada)).toBeNull()
  })
})

describe('the inviter is asked for again', () => {
  test.each([
    ['demoted', `update "Membership" set "builtInRole" = 'member' where id = $1 returning id`],
    ['removed', `delete from "Membership" where id = $1 returning id`],
    ['out of time', `update "Membership" set "roleEndsAt" = now() where id = $1 returning id`],
    [
      'disabled',
      `update "User" set "disabledAt" = now() where id = (select "userId" from "Membership" where id = $1) returning id`,
    ],
  ])('grace invited ada and was %s since: refused', async (what, sql) => {
    const { org, grace } = await organization(`inviter-${what.replaceAll(' ', '-')}`, { grace: 'admin' })
    const ada = await person('ada')
    const { token, id } = await invite(grace, org, ada.email, 'viewer')
    await rows(sql, [grace.membershipId])
    expect(await accept(ada, token)).toMatchObject(unavailable)
    expect(await acceptById(ada, id)).toMatchObject(unavailable)
    expect(await roleIn(org, ada)).toBeNull()
  })

  test('an owner who became an admin can no longer make an owner, but still a member', async () => {
    const { org, grace } = await organization('no-longer-owner', { grace: 'owner', olive: 'owner' })
    const [ada, bob] = [await person('ada'), await person('bob')]
    const owner = await invite(grace, org, ada.email, 'owner')
    const member = await invite(grace, org, bob.email, 'member')
    await rows(`update "Membership" set "builtInRole" = 'admin' where id = $1 returning id`, [grace.membershipId])
    expect(await accept(ada, owner.token)).toMatchObject(unavailable)
    expect(await accept(bob, member.token)).toEqual({ redirectTo: '/o/no-longer-owner' })
  })

  test('a role that has grown beyond the inviter since is not given', async () => {
    const { org, grace } = await organization('grown', { grace: 'admin' })
    const ada = await person('ada')
    const { id: roleId } = await row<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions) values ($1, 'Helper', '{project:read}') returning id`,
      [org.id],
    )
    await makeRecruiter(org, grace)
    const { token } = await invite(grace, org, ada.email, roleId)
    await rows(`update "Role" set permissions = '{project:read,audit:read}' where id = $1 returning id`, [roleId])
    expect(await accept(ada, token)).toMatchObject(unavailable)
  })

  test('the demotion that commits while ada waits counts', async () => {
    const { org, grace } = await organization('meanwhile', { grace: 'admin' })
    const ada = await person('ada')
    const { token } = await invite(grace, org, ada.email, 'viewer')
    await as(ada)
    const holder = await connection()
    await holder.query('begin')
    await holder.query('select from "Organization" where id = $1 for update', [org.id])
    const waiting = accept(ada, token)
    await untilWaiting(1)
    await holder.query(`update "Membership" set "builtInRole" = 'viewer' where id = $1`, [grace.membershipId])
    await holder.query('commit')
    await holder.end()
    expect(await waiting).toMatchObject(unavailable)
    expect(await roleIn(org, ada)).toBeNull()
  })
})

test.each(['admin', 'viewer'] as const)('who is a member already keeps their role: %s', async (now) => {
  const { org, olive } = await organization(`keeps-${now}`)
  const ada = await person('ada')
  const { token } = await invite(olive, org, ada.email, 'member')
  await join(org, ada, now)
  expect(await accept(ada, token)).toEqual({ redirectTo: `/o/keeps-${now}` })
  expect(await roleIn(org, ada)).toBe(now)
  expect(await history(org)).toEqual(['invitation.created', 'invitation.accepted'])
  expect(await accept(ada, token)).toMatchObject({ message: 'This invitation has already been accepted.' })
})

test('declining closes it for good, and only its addressee can', async () => {
  const { org, olive } = await organization('declined')
  const [ada, mallory] = [await person('ada'), await person('mallory')]
  const { token, id } = await invite(olive, org, ada.email, 'member')
  const decline = (someone: Person) => asOne(someone, () => declineMyInvitation({}, form({ invitationId: id })))
  expect(await decline(mallory)).toMatchObject(nothing)
  expect(await decline(ada)).toMatchObject({ ok: true })
  expect(await decline(ada)).toMatchObject({ message: 'This invitation is no longer open.' })
  expect(await accept(ada, token)).toMatchObject({ message: 'This invitation was revoked.' })
  expect(await history(org)).toEqual(['invitation.created', 'invitation.declined'])
})

test('mallory, who opened ada’s mail, steps aside for whoever it is for, and nobody is signed out', async () => {
  const mallory = await person('mallory')
  await as(mallory)
  expect(await outcome(() => switchAccount({}, form({ token: 'a/../../evil' })))).toEqual({
    redirectTo: '/sign-in?add=&next=%2Finvite%2Fa%252F..%252F..%252Fevil',
  })
  expect(await findCaller(null)).toBeNull()
  expect(await rows('select from "Session" where "userId" = $1', [mallory.id])).toHaveLength(1)
  const goOn = (next: string) => outcome(() => continueAs({}, form({ userId: mallory.id, next })))
  expect(await goOn('/invite/abc')).toEqual({ redirectTo: '/invite/abc' })
  await outcome(() => switchAccount({}, form({ token: 'abc' })))
  expect(await goOn('https://evil.test/')).toEqual({ redirectTo: '/new' })
})
