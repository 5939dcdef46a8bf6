import { describe, expect, test } from 'vitest'
import { copyInvitationLink, inviteMembers, resendInvitation, revokeInvitation } from '@/app/o/[slug]/members/actions'
import { drainOnce } from '@/lib/jobs/worker'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { person } from '@/tests/support/people'
import { join, joinWith, organization } from '@/tests/support/world'
import { copyLink, history, invite, mailedToken, openInvitation } from './invitation-mail'

const sentence = 'You can only give what you have.'
const nothing = { message: 'There is nothing here.' }

describe('inviting', () => {
  test('grace, an admin, invites several people at once and is told about each', async () => {
    const { org, grace, linus } = await organization('several', { grace: 'admin', linus: 'member' })
    await as(grace)
    const emails = `Ada <ADA@several.test>, bob@several.test\n"Hopper, Carl" <carl@several.test>\tnot-an-address ada@several.test ${linus.email}`
    const answer = await inviteMembers('several', {}, form({ emails, role: 'member', message: 'Welcome.' }))
    expect(answer).toMatchObject({ ok: true, message: '3 invitations are on their way.' })
    expect(answer.results).toEqual([
      { subject: 'ada@several.test', outcome: 'Invited.', ok: true },
      { subject: 'bob@several.test', outcome: 'Invited.', ok: true },
      { subject: 'carl@several.test', outcome: 'Invited.', ok: true },
      { subject: linus.email, outcome: 'Already a member.', ok: true },
      { subject: 'not-an-address', outcome: 'That does not look like an e-mail address.', ok: false },
    ])
    expect(answer.values).toMatchObject({ emails: 'not-an-address' })
    expect(await history(org)).toEqual(['invitation.created', 'invitation.created', 'invitation.created'])
    await drainOnce()
    const mail = await row('select subject, text from "MailboxMessage" where "to" = $1', ['ada@several.test'])
    expect(mail).toMatchObject({ subject: 'grace invited you to Several', text: expect.stringContaining('Welcome.') })
  })

  test('grace, an admin, cannot invite an owner', async () => {
    const { org, grace } = await organization('no-owner', { grace: 'admin' })
    await as(grace)
    expect(await inviteMembers('no-owner', {}, form({ emails: 'ada@no-owner.test', role: 'owner' }))).toMatchObject({
      message: sentence,
    })
    expect(await rows('select from "Invitation" where "organizationId" = $1', [org.id])).toEqual([])
    await drainOnce()
    expect(await rows(`select from "MailboxMessage" where "to" = 'ada@no-owner.test'`)).toEqual([])
  })

  test('olive confirms that it is her before she invites an owner, and for nobody else', async () => {
    const { org, olive } = await organization('owner-invited', { olive: 'owner' })
    await as(olive)
    await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [olive.id])
    const offer = (role: string) => inviteMembers(org.slug, {}, form({ emails: `${role}@owner-invited.test`, role }))
    expect(await offer('owner')).toMatchObject({ stepUp: ['password'] })
    expect(await offer('admin')).toMatchObject({ ok: true })
    expect(await rows(`select email from "Invitation" where "organizationId" = $1`, [org.id])).toEqual([
      { email: 'admin@owner-invited.test' },
    ])
  })

  test('a role of the organization’s own is offered only by who has all of it', async () => {
    const { org, olive } = await organization('own-roles', { olive: 'owner' })
    const roles = await rows<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions)
       values ($1, 'Auditor', '{audit:read}'), ($1, 'Closer', '{project:delete}') returning id`,
      [org.id],
    )
    const [auditor, closer] = roles.map(({ id }) => id)
    const grace = await joinWith(org, await person('grace'), ['member:read', 'member:invite', 'audit:read'])
    await as(grace)
    expect(await inviteMembers(org.slug, {}, form({ emails: 'a@own-roles.test', role: auditor }))).toMatchObject({
      ok: true,
    })
    expect(await inviteMembers(org.slug, {}, form({ emails: 'b@own-roles.test', role: closer }))).toMatchObject({
      message: sentence,
    })
    await as(olive)
    expect(await inviteMembers(org.slug, {}, form({ emails: 'b@own-roles.test', role: closer }))).toMatchObject({
      ok: true,
    })

    const elsewhere = await organization('elsewhere-roles')
    await as(elsewhere.olive)
    expect(
      await inviteMembers('elsewhere-roles', {}, form({ emails: 'c@own-roles.test', role: auditor })),
    ).toMatchObject(nothing)
  })

  test('linus, a member, and vera, a viewer, cannot invite anybody', async () => {
    const { org, linus, vera } = await organization('quiet', { linus: 'member', vera: 'viewer' })
    for (const someone of [linus, vera]) {
      await as(someone)
      const answer = await inviteMembers('quiet', {}, form({ emails: 'ada@quiet.test', role: 'viewer' }))
      expect(answer.message).toContain('member:invite')
    }
    expect(await history(org)).toEqual([])
  })

  test('inviting again renews: the first mail stops working, and there is still one invitation', async () => {
    const { org, olive } = await organization('again')
    const first = await invite(olive, org, 'ada@again.test', 'viewer')
    const copied = await copyLink(olive, org, first.id)
    await rows(`update "Invitation" set "expiresAt" = now() - interval '1 day' where id = $1 returning id`, [first.id])
    const answer = await inviteMembers('again', {}, form({ emails: 'ada@again.test', role: 'member' }))
    expect(answer.results).toEqual([
      { subject: 'ada@again.test', outcome: 'Invited again: only the new invitation works.', ok: true },
    ])
    expect(await mailedToken('ada@again.test')).not.toBe(first.token)
    const opens = (token: string) => rows(`select invitation_id as id from find_invitation(sha256($1::bytea))`, [token])
    expect(await opens(first.token)).toEqual([])
    expect(await opens(copied)).toEqual([])
    expect(await opens(await mailedToken('ada@again.test'))).toEqual([{ id: first.id }])
    expect(
      await row(
        `select count(*)::int as count, max("builtInRole"::text) as role, bool_and("expiresAt" > now() + interval '6 days') as fresh
           from "Invitation" where "organizationId" = $1`,
        [org.id],
      ),
    ).toEqual({ count: 1, role: 'member', fresh: true })
  })

  test('grace, an admin, cannot replace, resend, copy or revoke an invitation to be an owner', async () => {
    const { org, grace, olive } = await organization('above', { grace: 'admin', olive: 'owner' })
    const { id, token } = await invite(olive, org, 'ada@above.test', 'owner')
    await as(grace)
    const again = await inviteMembers('above', {}, form({ emails: 'ada@above.test', role: 'viewer' }))
    expect(again).toMatchObject({ message: 'No invitation was sent.', results: [{ ok: false }] })
    for (const act of [resendInvitation, copyInvitationLink, revokeInvitation]) {
      expect(await act('above', {}, form({ invitationId: id }))).toMatchObject({ message: sentence })
    }
    expect(await mailedToken('ada@above.test')).toBe(token)
  })

  test('the secrets are kept as digests only', async () => {
    const { org, olive } = await organization('digests')
    const { id, token } = await invite(olive, org, 'ada@digests.test', 'viewer')
    const copied = await copyLink(olive, org, id)
    const stored = await row(`select "Invitation"::text as text from "Invitation" where id = $1`, [id])
    const jobs = await rows(`select payload::text from graphile_worker._private_jobs`)
    for (const secret of [token, copied]) {
      expect(JSON.stringify([stored, jobs])).not.toContain(secret)
    }
  })
})

describe('the limits', () => {
  test('an organization sends fifty on its first day; the others are told, and the day after it goes on', async () => {
    const { org, olive } = await organization('first-day')
    await as(olive)
    const emails = Array.from({ length: 52 }, (_, index) => `p${index}@first-day.test`)
    const answer = await inviteMembers('first-day', {}, form({ emails: emails.join(' '), role: 'viewer' }))
    expect(answer.message).toBe('50 invitations are on their way.')
    expect(answer.results?.slice(50)).toEqual([
      { subject: 'p50@first-day.test', outcome: expect.stringContaining('Too many tries.'), ok: false },
      { subject: 'p51@first-day.test', outcome: expect.stringContaining('Too many tries.'), ok: false },
    ])
    await rows(`update "Organization" set "createdAt" = now() - interval '2 days' where id = $1 returning id`, [org.id])
    expect(await inviteMembers('first-day', {}, form({ emails: 'p50@first-day.test', role: 'viewer' }))).toMatchObject({
      ok: true,
    })
  })

  test('one address gets three mails a minute, whoever sends them', async () => {
    const { org, olive } = await organization('mail-bomb')
    const other = await organization('mail-bomb-2')
    const { id } = await invite(olive, org, 'victim@mail.test', 'viewer')
    const resend = () => resendInvitation('mail-bomb', {}, form({ invitationId: id }))
    expect([await resend(), await resend()]).toMatchObject([{ ok: true }, { ok: true }])
    expect(await resend()).toMatchObject({ message: expect.stringContaining('Too many tries.') })
    await as(other.olive)
    expect(await inviteMembers('mail-bomb-2', {}, form({ emails: 'victim@mail.test', role: 'viewer' }))).toMatchObject({
      message: 'No invitation was sent.',
    })
  })

  test('a thousand can be open at the same time', async () => {
    const { org, olive } = await organization('thousand')
    await rows(
      `insert into "Invitation" ("organizationId", email, "builtInRole", "expiresAt", "invitedById")
       select $1, 'open' || n || '@thousand.test', 'viewer', now() + interval '1 day', $2 from generate_series(1, 999) n returning id`,
      [org.id, olive.id],
    )
    await as(olive)
    const answer = await inviteMembers(
      'thousand',
      {},
      form({ emails: 'a@thousand.test b@thousand.test open7@thousand.test', role: 'viewer' }),
    )
    expect(answer.results).toMatchObject([
      { outcome: 'Invited.' },
      { outcome: '1,000 invitations are open. Revoke some first.', ok: false },
      { outcome: 'Invited again: only the new invitation works.' },
    ])
  })

  test('more than a hundred at once are refused before any work', async () => {
    const { olive } = await organization('batch')
    await as(olive)
    const emails = Array.from({ length: 101 }, (_, index) => `p${index}@batch.test`)
    expect(await inviteMembers('batch', {}, form({ emails, role: 'viewer' }))).toMatchObject({
      fieldErrors: { emails: ['At most 100 addresses at once, please.'] },
    })
    expect(await inviteMembers('batch', {}, form({ emails: '<'.repeat(50_001), role: 'viewer' }))).toMatchObject({
      fieldErrors: { emails: ['At most 100 addresses at once, please.'] },
    })
  })
})

describe('an invitation of another organization', () => {
  test('is nothing to anybody here, though they may do everything', async () => {
    const acme = await organization('theirs')
    const globex = await organization('ours')
    const { id } = await invite(acme.olive, acme.org, 'ada@theirs.test', 'viewer')
    await as(globex.olive)
    for (const act of [resendInvitation, copyInvitationLink, revokeInvitation]) {
      expect(await act('ours', {}, form({ invitationId: id }))).toMatchObject(nothing)
      expect(await act('theirs', {}, form({ invitationId: id }))).toMatchObject(nothing)
    }
    expect(await openInvitation(acme.org, 'ada@theirs.test')).toBe(id)
  })
})

test('resending takes over: who sends it again vouches for it', async () => {
  const { org, olive, grace } = await organization('takeover', { olive: 'owner', grace: 'admin' })
  const { id, token } = await invite(grace, org, 'ada@takeover.test', 'member')
  await as(olive)
  expect(await resendInvitation(org.slug, {}, form({ invitationId: id }))).toMatchObject({ ok: true })
  expect(await row('select "invitedById" from "Invitation" where id = $1', [id])).toEqual({ invitedById: olive.id })
  expect(await mailedToken('ada@takeover.test')).not.toBe(token)
  expect(await history(org)).toEqual(['invitation.created', 'invitation.resent'])
})

test('somebody whose role here has ended can be invited again', async () => {
  const { org, olive } = await organization('ended')
  const ada = await person('ada-ended')
  await join(org, ada, 'viewer')
  await rows(`update "Membership" set "roleEndsAt" = now() - interval '1 hour' where "userId" = $1 returning id`, [
    ada.id,
  ])
  await as(olive)
  const answer = await inviteMembers('ended', {}, form({ emails: ada.email, role: 'member' }))
  expect(answer.results).toMatchObject([{ outcome: 'Invited.' }])
})
