import { describe, expect, test } from 'vitest'
import { acceptInvitation } from '@/app/invite/actions'
import { createLinkInvitation, revokeLinkInvitation } from '@/app/o/[slug]/members/actions'
import { scopedTo } from '@/lib/db/scope'
import { listLinkInvitations } from '@/lib/domain/invitations/links'
import { findInvitation } from '@/lib/domain/invitations/opened'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { type Organization, organization } from '@/tests/support/world'
import { history, makeLink, makeRecruiter, roleIn } from './invitation-mail'

const follow = (someone: Person, token: string) =>
  asOne(someone, () => outcome(() => acceptInvitation({}, form({ token }))))
const usesOf = async (id: string) =>
  (await row<{ uses: number }>('select uses from "Invitation" where id = $1', [id])).uses
const lockOf = (org: Organization) => ({ sql: 'select from "Organization" where id = $1 for update', values: [org.id] })
const revoke = (maker: Person, slug: string, invitationId: string) =>
  asOne(maker, () => revokeLinkInvitation(slug, {}, form({ invitationId })))

describe('making a link', () => {
  test('its secret is shown once, and only its digest is kept', async () => {
    const { org, grace } = await organization('made', { grace: 'admin' })
    const { token, id } = await makeLink(grace, org, { domains: 'Example.com, @bücher.example' })
    const link = await row('select * from "Invitation" where id = $1', [id])
    expect(JSON.stringify(link)).not.toContain(token)
    expect(link).toMatchObject({
      email: null,
      maxUses: 5,
      uses: 0,
      allowedDomains: ['example.com', 'xn--bcher-kva.example'],
    })
    expect(await history(org)).toEqual(['invitation.link_created'])
  })

  test('nobody offers more than they have, and nobody ownership', async () => {
    const { org, olive, grace, linus } = await organization('offers', {
      olive: 'owner',
      grace: 'admin',
      linus: 'member',
    })
    const { id: auditor } = await row<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions) values ($1, 'Auditor', '{audit:read}') returning id`,
      [org.id],
    )
    await makeRecruiter(org, grace)
    const make = async (someone: Person, role: string) => {
      await as(someone)
      return createLinkInvitation('offers', {}, form({ role, maxUses: '5', days: '7' }))
    }
    expect(await make(linus, 'viewer')).toMatchObject({ message: expect.stringContaining('member:invite') })
    expect(await make(grace, auditor)).toMatchObject({ message: 'You can only give what you have.' })
    expect(await make(olive, 'owner')).toMatchObject({ message: 'Owners are invited by name, not by a link.' })
    expect(await make(olive, auditor)).toMatchObject({ ok: true })
    expect(await history(org)).toEqual(['invitation.link_created'])
  })

  test.each([
    ['no use', { maxUses: '0' }],
    ['endless uses', { maxUses: '501' }],
    ['half a use', { maxUses: '1.5' }],
    ['no uses at all', { maxUses: '' }],
    ['a year', { days: '365' }],
    ['nonsense for a domain', { domains: 'example' }],
    ['a whole address for a domain', { domains: 'ada@example.com' }],
  ])('with %s there is none', async (what, wrong) => {
    const { org, olive } = await organization(`wrong-${what.replaceAll(' ', '-')}`)
    await as(olive)
    const answer = await createLinkInvitation(org.slug, {}, form({ role: 'member', maxUses: '5', days: '7', ...wrong }))
    expect(Object.keys(answer.fieldErrors ?? {})).toEqual(Object.keys(wrong))
    expect(await history(org)).toEqual([])
  })
})

describe('joining by a link', () => {
  test('ada joins with its role; the link says that she did', async () => {
    const { org, olive } = await organization('by-link')
    const { token, id } = await makeLink(olive, org, { role: 'viewer' })
    const ada = await person('ada')
    expect(await follow(ada, token)).toEqual({ redirectTo: '/o/by-link' })
    expect(await roleIn(org, ada)).toBe('viewer')
    expect(await history(org)).toEqual(['invitation.link_created', 'member.joined'])
    expect(await rows('select "userId" from "InvitationUse" where "invitationId" = $1', [id])).toEqual([
      { userId: ada.id },
    ])
  })

  test('who is a member already is let in, keeps their role and uses nothing up, also when the link is over', async () => {
    const { org, olive, grace } = await organization('already', { grace: 'admin' })
    const { token, id } = await makeLink(olive, org, { role: 'viewer', maxUses: '1' })
    expect(await follow(grace, token)).toEqual({ redirectTo: '/o/already' })
    expect(await usesOf(id)).toBe(0)
    await revoke(olive, 'already', id)
    expect(await follow(grace, token)).toEqual({ redirectTo: '/o/already' })
    expect(await roleIn(org, grace)).toBe('admin')
  })

  test('twenty come at once to a link for five: five join', async () => {
    const { org, olive } = await organization('five')
    const { token, id } = await makeLink(olive, org)
    const people = await Promise.all(Array.from({ length: 20 }, (_, index) => person(`guest${index}`)))
    const answers = await Promise.all(people.map((someone) => follow(someone, token)))
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(5)
    expect(await usesOf(id)).toBe(5)
    expect(await rows('select from "Membership" where "organizationId" = $1', [org.id])).toHaveLength(6)
    expect(await rows('select from "InvitationUse" where "invitationId" = $1', [id])).toHaveLength(5)
    expect((await history(org)).filter((action) => action === 'member.joined')).toHaveLength(5)
  })

  test('six who wait for the same lock are two too many for four', async () => {
    const { org, olive } = await organization('four')
    const { token, id } = await makeLink(olive, org, { maxUses: '4' })
    const people = await Promise.all(Array.from({ length: 6 }, (_, index) => person(`waits${index}`)))
    for (const someone of people) await as(someone)
    await race(lockOf(org), 6, () => people.map((someone) => follow(someone, token)))
    expect(await usesOf(id)).toBe(4)
    expect(await rows('select from "Membership" where "organizationId" = $1', [org.id])).toHaveLength(5)
  })

  test('one person who presses it twenty times is one member and one use', async () => {
    const { org, olive } = await organization('eager')
    const { token, id } = await makeLink(olive, org)
    const ada = await person('ada')
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow(ada, token)))
    // on a busy machine some give up waiting for the lock; none of them counts
    expect(answers).toContainEqual({ redirectTo: '/o/eager' })
    expect(await usesOf(id)).toBe(1)
  })

  test('only with a proved address in one of its domains; a further one counts', async () => {
    const { org, olive } = await organization('domains')
    const { token } = await makeLink(olive, org, { domains: 'corp.test, corp.example' })
    const sentence = 'This link is for addresses at corp.test or corp.example.'
    const mallory = await person('mallory', { email: 'corp.test@evil.test' })
    const sub = await person('sub', { email: 'ada@evil.corp.test' })
    const claims = await person('claims', { email: 'claims@corp.test', verified: false })
    expect(await follow(mallory, token)).toMatchObject({ message: sentence })
    expect(await follow(sub, token)).toMatchObject({ message: sentence })
    expect(await follow(claims, token)).toMatchObject({ message: 'Verify your e-mail address first.' })
    const ada = await person('ada', { email: 'ada@corp.test' })
    expect(await follow(ada, token)).toEqual({ redirectTo: '/o/domains' })
    await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'mallory@corp.example') returning id`, [
      mallory.id,
    ])
    expect(await follow(mallory, token)).toEqual({ redirectTo: '/o/domains' })
    for (const nobody of [sub, claims]) expect(await roleIn(org, nobody)).toBeNull()
  })

  test('nobody joins by an expired, a revoked or a used up one, nor in a deleted organization', async () => {
    const { org, olive } = await organization('over')
    const ada = await person('ada')
    const bob = await person('bob')
    const expired = await makeLink(olive, org)
    await rows(`update "Invitation" set "expiresAt" = now() where id = $1 returning id`, [expired.id])
    const revoked = await makeLink(olive, org)
    expect(await revoke(olive, 'over', revoked.id)).toMatchObject({ ok: true })
    expect(await revoke(olive, 'over', revoked.id)).toMatchObject({ message: 'This link was revoked already.' })
    const used = await makeLink(olive, org, { maxUses: '1' })
    expect(await follow(bob, used.token)).toEqual({ redirectTo: '/o/over' })
    expect(await follow(ada, expired.token)).toMatchObject({ message: 'This link has expired. Ask for a new one.' })
    expect(await follow(ada, revoked.token)).toMatchObject({ message: 'This link was revoked.' })
    expect(await follow(ada, used.token)).toMatchObject({ message: expect.stringContaining('as often as it may be') })
    const live = await makeLink(olive, org)
    await rows(`update "Organization" set "deletedAt" = now() where id = $1 returning id`, [org.id])
    expect(await follow(ada, live.token)).toMatchObject({ message: 'There is nothing here.' })
    expect(await roleIn(org, ada)).toBeNull()
  })

  test.each([
    ['demoted', `update "Membership" set "builtInRole" = 'viewer' where id = $1 returning id`],
    ['removed', `delete from "Membership" where id = $1 returning id`],
    [
      'disabled',
      `update "User" set "disabledAt" = now() where id = (select "userId" from "Membership" where id = $1) returning id`,
    ],
  ])('grace made it and was %s since: it lets nobody in', async (what, sql) => {
    const { org, grace } = await organization(`maker-${what}`, { grace: 'admin' })
    const { token, id } = await makeLink(grace, org, { role: 'viewer' })
    const ada = await person('ada')
    await rows(sql, [grace.membershipId])
    expect(await follow(ada, token)).toMatchObject({
      message: 'This invitation is no longer available. Ask for a new one.',
    })
    expect(await findInvitation(token)).toMatchObject({ vouched: false })
    expect(await usesOf(id)).toBe(0)
  })
})

describe('at the same moment', () => {
  test('revoked and followed: who comes after the revocation is out', async () => {
    const { org, olive } = await organization('revoked-meanwhile')
    const { token, id } = await makeLink(olive, org)
    const ada = await person('ada')
    await as(ada)
    const outcomes = await race(lockOf(org), 2, () => [revoke(olive, org.slug, id), follow(ada, token)])
    const joined = await roleIn(org, ada)
    expect(outcomes?.[0]).toMatchObject({ status: 'fulfilled', value: { ok: true } })
    expect(await history(org)).toEqual(
      joined
        ? ['invitation.link_created', 'member.joined', 'invitation.link_revoked']
        : ['invitation.link_created', 'invitation.link_revoked'],
    )
    expect(await usesOf(id)).toBe(joined ? 1 : 0)
  })

  test('of four for the last seat one sits down', async () => {
    const { org, olive } = await organization('seats')
    await rows('update "Organization" set "seatLimit" = 2 where id = $1 returning id', [org.id])
    const { token, id } = await makeLink(olive, org)
    const people = await Promise.all(['ada', 'bob', 'carl', 'dora'].map((name) => person(name)))
    for (const someone of people) await as(someone)
    const outcomes = await race(lockOf(org), 4, () => people.map((someone) => follow(someone, token)))
    const answers = outcomes?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason)) ?? []
    expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
    expect(answers).toContainEqual(expect.objectContaining({ message: expect.stringContaining('Every seat is taken') }))
    expect(await usesOf(id)).toBe(1)
    expect(await rows('select from "Membership" where "organizationId" = $1', [org.id])).toHaveLength(2)
  })
})

test('grace, a recruiter, cannot revoke what offers more than she has, and nobody a link of elsewhere', async () => {
  const { org, olive, grace } = await organization('above', { olive: 'owner', grace: 'admin' })
  const { id: auditor } = await row<{ id: string }>(
    `insert into "Role" ("organizationId", name, permissions) values ($1, 'Auditor', '{audit:read}') returning id`,
    [org.id],
  )
  await makeRecruiter(org, grace)
  const { id } = await makeLink(olive, org, { role: auditor })
  expect(await revoke(grace, 'above', id)).toMatchObject({ message: 'You can only give what you have.' })
  const elsewhere = await organization('above-elsewhere')
  expect(await revoke(elsewhere.olive, 'above-elsewhere', id)).toMatchObject({ message: 'There is nothing here.' })
})

test('the list names who joined and is here, and judges each link', async () => {
  const { org, olive } = await organization('listed')
  const { token, id } = await makeLink(olive, org, { maxUses: '2' })
  const [ada, bob] = [await person('ada'), await person('bob')]
  await follow(ada, token)
  await follow(bob, token)
  await rows('delete from "Membership" where "organizationId" = $1 and "userId" = $2 returning id', [org.id, bob.id])
  const actor = { permissions: new Set(), builtInRole: 'owner' }
  const ctx = { db: scopedTo({ organizationId: org.id }), org, actor } as unknown as Parameters<
    typeof listLinkInvitations
  >[0]
  const { rows: links } = await listLinkInvitations(ctx, {})
  expect(links).toMatchObject([{ id, state: 'usedUp', uses: 2, joined: [{ user: null }, { user: { name: 'ada' } }] }])
  expect(JSON.stringify(links)).not.toContain(token)
})
