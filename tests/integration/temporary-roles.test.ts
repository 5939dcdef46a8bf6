import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import { GET } from '@/app/api/o/[slug]/projects/route'
import { acceptInvitation } from '@/app/invite/actions'
import { askForAccess } from '@/app/o/[slug]/access-actions'
import {
  changeRole,
  createLinkInvitation,
  inviteMembers,
  removeMember,
  setRoleEnd,
} from '@/app/o/[slug]/members/actions'
import { grantAccess } from '@/app/o/[slug]/members/requests/access-actions'
import { createProject, deleteProject } from '@/app/o/[slug]/projects/actions'
import { createRole, deleteRole, updateRole } from '@/app/o/[slug]/roles/actions'
import { changeDomainMode } from '@/app/o/[slug]/settings/domains/actions'
import { orgFrame, orgQuery, userQuery } from '@/lib/access/queries'
import { readWayToAccess } from '@/lib/domain/access-requests/access-requests'
import { findInvitation } from '@/lib/domain/invitations/opened'
import { listMembers } from '@/lib/domain/members/list'
import { lastDayOf } from '@/lib/domain/roles/last-days'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { provedDomain } from '@/tests/support/domains'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { customRole, joinWith, type Member, type Organization, organization } from '@/tests/support/world'
import { history, invite, makeLink, roleIn } from './invitation-mail'

const DAY = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
const onlyKeep = { message: expect.stringContaining('beyond that you can only give what you keep') }

/** Asked for and granted, as people do it; the giver stays signed in. */
async function lend(giver: Person, org: Organization, taker: Person, permission: string, role: string, endsOn: string) {
  await as(taker)
  await askForAccess(org.slug, {}, form({ permission }))
  await as(giver)
  const { id } = await row<{ id: string }>('select id from "AccessRequest" where "organizationId" = $1', [org.id])
  return outcome(() => grantAccess(org.slug, {}, form({ requestId: id, role, endsOn })))
}

/** Vera, a viewer, is an admin for five days. */
async function lent(slug: string, role: 'admin' | 'member' = 'admin', base: 'viewer' | 'member' = 'viewer') {
  const people = await organization(slug, { olive: 'owner', grace: 'admin', mia: 'member', vera: base })
  const permission = role === 'admin' ? 'audit:read' : 'project:create'
  expect(await lend(people.grace, people.org, people.vera, permission, role, dayIn(5))).toMatchObject({ ok: true })
  return people
}

const over = ({ membershipId }: Pick<Member, 'membershipId'>) =>
  row(`update "Membership" set "temporaryUntil" = now() where id = $1 returning id`, [membershipId])
const roleNow = (someone: Person, org: Organization) =>
  asOne(someone, async () => (await orgFrame(org.slug))?.actor.role ?? null)
const roles = ({ membershipId }: Pick<Member, 'membershipId'>) =>
  row<{ lasting: string; temporary: string | null; until: Date | null; ends: Date | null }>(
    `select coalesce(m."builtInRole"::text, r.name) as lasting, coalesce(m."temporaryBuiltInRole"::text, t.name) as temporary,
            m."temporaryUntil" as until, m."roleEndsAt" as ends
       from "Membership" m left join "Role" r on r.id = m."roleId" left join "Role" t on t.id = m."temporaryRoleId" where m.id = $1`,
    [membershipId],
  )
const mails = ({ email }: Person) =>
  rows<{ subject: string; text: string }>(
    `select subject, text from "MailboxMessage" where "to" = $1 and template = 'role-ending' order by "sentAt"`,
    [email],
  )

describe('a role that was granted until a day', () => {
  test('counts until then, and the one before counts from the next moment on, with no job in between', async () => {
    const { org, vera } = await lent('fallback')
    const [{ id: projectId } = { id: '' }] = await rows<{ id: string }>(
      `insert into "Project" ("organizationId", name) values ($1, 'Apollo') returning id`,
      [org.id],
    )
    const knock = () =>
      asOne(vera, async () => {
        const page = await orgQuery(org.slug, 'audit:read', async () => 'in')
        const own = await userQuery(async () => null)
        const address = new NextRequest(`http://localhost:3999/api/o/${org.slug}/projects`)
        return {
          page: 'refusal' in page ? page.refusal.status : 200,
          act: await outcome(() => deleteProject(org.slug, {}, form({ projectId, confirmation: 'no' }))),
          json: (await GET(address, { params: Promise.resolve({ slug: org.slug }) })).status,
          listed: 'refusal' in own ? null : own.organizations.find(({ id }) => id === org.id)?.role,
        }
      })
    const before = await knock()
    expect(before).toMatchObject({ page: 200, json: 200, listed: 'admin' })
    expect(before.act).not.toMatchObject({ message: expect.stringContaining('You need the permission') })
    await over(vera)
    expect(await knock()).toMatchObject({
      page: 403,
      act: { message: expect.stringContaining('project:delete') },
      json: 200, // she is still here, as a viewer
      listed: 'viewer',
    })
  })

  test('the worker notes it in the log and tells her, once', async () => {
    const { org, vera } = await lent('told')
    await over(vera)
    await Promise.all([drainOnce(), drainOnce()])
    await drainOnce()
    expect(await roles(vera)).toEqual({ lasting: 'viewer', temporary: null, until: null, ends: null })
    expect((await history(org)).slice(-1)).toEqual(['member.role_fell_back'])
    expect((await history(org)).filter((action) => action === 'member.role_fell_back')).toHaveLength(1)
    const [mail, ...more] = await mails(vera)
    expect(more).toEqual([])
    expect(mail?.subject).toBe('You are viewer in Told again')
    expect(mail?.text).toContain('You were admin in Told until the end of')
  })

  test('three days before its end she is told, once for each end; of one that is nearer the grant has told her', async () => {
    const { org, grace, vera } = await lent('soon')
    await drainOnce()
    expect(await mails(vera)).toEqual([])
    const move = async (days: number) => {
      await as(grace)
      const answer = await setRoleEnd(org.slug, {}, form({ membershipId: vera.membershipId, endsOn: dayIn(days) }))
      expect(answer).toMatchObject({ ok: true })
      await drainOnce()
      await drainOnce()
      return (await mails(vera)).length
    }
    expect(await move(2)).toBe(1)
    expect(await move(9)).toBe(1)
    expect(await move(1)).toBe(2)
    const [mail] = await mails(vera)
    expect(mail?.text).toContain('After that you are viewer there again')
    const near = await organization('near', { grace: 'admin', vera: 'viewer' })
    await lend(near.grace, near.org, near.vera, 'audit:read', 'admin', dayIn(1))
    await drainOnce()
    expect(await mails(near.vera)).toEqual([])
  })

  test('whose membership ends as a whole is told that they will be out', async () => {
    const { org, grace, mia } = await organization('out-soon', { grace: 'admin', mia: 'member' })
    await as(grace)
    await setRoleEnd(org.slug, {}, form({ membershipId: mia.membershipId, endsOn: dayIn(2) }))
    await drainOnce()
    await drainOnce()
    const [mail, ...more] = await mails(mia)
    expect(more).toEqual([])
    expect(mail?.text).toContain('After that you have no access there.')
  })

  test('is shown with what follows, counts for those who look for somebody to ask, and is moved or made to last', async () => {
    const { org, olive, grace, mia, vera } = await lent('shown')
    await asOne(mia, async () => {
      const seen = await orgQuery(org.slug, 'organization:read', (ctx) => readWayToAccess(ctx, 'audit:read'))
      expect('data' in seen && seen.data.names).toContain('vera')
    })
    await as(grace)
    const seen = await orgQuery(org.slug, 'member:read', (ctx) => listMembers(ctx, { role: 'admin', sort: '-joined' }))
    expect('data' in seen && seen.data.rows.map(({ user }) => user.name).sort()).toEqual(['grace', 'vera'])
    const endsOn = dayIn(20)
    await setRoleEnd(org.slug, {}, form({ membershipId: vera.membershipId, endsOn }))
    const { until, ends } = await roles(vera)
    expect([until && lastDayOf(until), ends]).toEqual([endsOn, null])
    await as(olive)
    await setRoleEnd(org.slug, {}, form({ membershipId: vera.membershipId, endsOn: '' }))
    expect(await roles(vera)).toMatchObject({ lasting: 'admin', temporary: null, until: null })
  })
})

describe('what happens in between wins', () => {
  test('a change of the role ends the other one, also to the role that she had for the time', async () => {
    const { org, olive, vera } = await lent('demoted')
    await as(olive)
    const give = (role: string) => changeRole(org.slug, {}, form({ membershipId: vera.membershipId, role }))
    expect(await give('viewer')).toMatchObject({ ok: true })
    expect(await roles(vera)).toMatchObject({ lasting: 'viewer', temporary: null })
    const again = await lent('kept')
    await as(again.olive)
    const keep = form({ membershipId: again.vera.membershipId, role: 'admin' })
    expect(await changeRole(again.org.slug, {}, keep)).toMatchObject({ ok: true })
    expect(await roles(again.vera)).toMatchObject({ lasting: 'admin', temporary: null })
    await drainOnce()
    expect(await history(again.org)).not.toContain('member.role_fell_back')
  })

  test('whoever was removed does not come back by it, and an owner has nothing for a time', async () => {
    const { org, olive, vera } = await lent('removed')
    await as(olive)
    await removeMember(org.slug, {}, form({ membershipId: vera.membershipId }))
    await drainOnce()
    expect(await roleIn(org, vera)).toBeNull()
    const { vera: owner } = await lent('made-owner')
    const make = `update "Membership" set "builtInRole" = 'owner' where id = $1`
    await expect(rows(make, [owner.membershipId])).rejects.toThrow(/ownership_is_not_temporary/)
    const forAWeek = `update "Membership" set "temporaryBuiltInRole" = 'owner' where id = $1`
    await expect(rows(forAWeek, [owner.membershipId])).rejects.toThrow(/ownership_is_not_temporary/)
  })

  test('the role before is deleted: where its people go she goes as well, once her time is over', async () => {
    const { org, olive } = await organization('deleted-base', { olive: 'owner' })
    const carl = await joinWith(org, await person('carl'), ['organization:read', 'member:read'], 'Reader')
    await lend(olive, org, carl, 'project:read', 'member', dayIn(5))
    const fields = { roleId: carl.roleId, moveTo: 'viewer' }
    const { review } = await deleteRole(org.slug, {}, form(fields))
    expect(await outcome(() => deleteRole(org.slug, {}, form({ ...fields, reviewed: review?.token })))).toMatchObject({
      redirectTo: expect.stringContaining('deleted'),
    })
    expect(await roles(carl)).toMatchObject({ lasting: 'viewer', temporary: 'member' })
    expect(await roleNow(carl, org)).toBe('member')
    await over(carl)
    expect(await roleNow(carl, org)).toBe('viewer')
  })

  test('the role that she has for the time is deleted: it asks where to go, and the end stays', async () => {
    const { org, olive, vera } = await organization('deleted-loan', { olive: 'owner', vera: 'viewer' })
    const maker = await customRole(org, 'Maker', [
      ...['organization:read', 'member:read', 'project:read', 'project:create'],
    ])
    await lend(olive, org, vera, 'project:create', maker.id, dayIn(5))
    expect(await deleteRole(org.slug, {}, form({ roleId: maker.id }))).toMatchObject({
      fieldErrors: { moveTo: expect.anything() },
    })
    const fields = { roleId: maker.id, moveTo: 'member' }
    const { review } = await deleteRole(org.slug, {}, form(fields))
    expect(review?.lines[0]?.text).toBe('vera will be member.')
    await outcome(() => deleteRole(org.slug, {}, form({ ...fields, reviewed: review?.token })))
    expect(await roles(vera)).toMatchObject({ lasting: 'viewer', temporary: 'member', until: expect.any(Date) })
  })

  test('the end of the membership as a whole stays what it is', async () => {
    const { org, grace, vera } = await organization('both-ends', { grace: 'admin', vera: 'viewer' })
    await as(grace)
    await setRoleEnd(org.slug, {}, form({ membershipId: vera.membershipId, endsOn: dayIn(30) }))
    await lend(grace, org, vera, 'audit:read', 'admin', dayIn(5))
    const { ends, until } = await roles(vera)
    expect([ends && lastDayOf(ends), until && lastDayOf(until)]).toEqual([dayIn(30), dayIn(5)])
    await rows(`update "Membership" set "roleEndsAt" = now() where id = $1`, [vera.membershipId])
    expect(await roleNow(vera, org)).toBeNull()
  })
})

describe('vera, an admin for five days, makes no more of it', () => {
  test('by giving it to somebody else, in whatever way', async () => {
    const { org, vera, mia } = await lent('accomplice')
    await as(vera)
    const to = (role: string) => outcome(() => changeRole(org.slug, {}, form({ membershipId: mia.membershipId, role })))
    expect(await to('admin')).toMatchObject(onlyKeep)
    const friend = { emails: 'friend@example.test', role: 'admin' }
    expect(await outcome(() => inviteMembers(org.slug, {}, form(friend)))).toMatchObject({
      message: expect.stringMatching(/only give what you/),
    })
    const link = { role: 'member', maxUses: '5', days: '7' }
    expect(await outcome(() => createLinkInvitation(org.slug, {}, form(link)))).toMatchObject({
      message: expect.stringMatching(/only give what you/),
    })
    const domain = await provedDomain(org, 'accomplice.example', { mode: 'ask' })
    const mode = { domainId: domain.id, mode: 'join:admin' }
    expect(await outcome(() => changeDomainMode(org.slug, {}, form(mode)))).toMatchObject(onlyKeep)
    expect(await to('viewer')).toMatchObject({ ok: true }) // what she keeps she gives
    expect(await roleIn(org, mia)).toBe('viewer')
  })

  test('nor by a role that she will have, or by the end of her own or of another’s', async () => {
    const { org, olive } = await organization('own-base', { olive: 'owner' })
    const vera = await joinWith(org, await person('vera'), ['organization:read', 'member:read', 'role:read'], 'Hers')
    const eve = await joinWith(org, await person('eve'), ['organization:read', 'audit:read'], 'Eves')
    await lend(olive, org, vera, 'audit:read', 'admin', dayIn(5))
    await setRoleEnd(org.slug, {}, form({ membershipId: eve.membershipId, endsOn: dayIn(2) }))
    await as(vera)
    const more = form({ roleId: vera.roleId, name: 'Hers', permissions: ['role:read', 'member:read', 'audit:read'] })
    expect(await outcome(() => updateRole(org.slug, {}, more))).toMatchObject(onlyKeep)
    const another = form({ name: 'Another', permissions: ['audit:read'] })
    expect(await outcome(() => createRole(org.slug, {}, another))).toMatchObject(onlyKeep)
    const mine = form({ membershipId: vera.membershipId, endsOn: '' })
    expect(await outcome(() => setRoleEnd(org.slug, {}, mine))).toMatchObject({
      message: expect.stringContaining('Somebody else decides'),
    })
    const theirs = (endsOn: string) =>
      outcome(() => setRoleEnd(org.slug, {}, form({ membershipId: eve.membershipId, endsOn })))
    expect(await theirs('')).toMatchObject(onlyKeep)
    expect(await theirs(dayIn(30))).toMatchObject(onlyKeep)
    expect(await theirs(dayIn(4))).toMatchObject({ ok: true })
  })

  test('she lends for as long as she has it, and no longer', async () => {
    const { org, vera, mia } = await lent('lends')
    const grant = (endsOn: string) => lend(vera, org, mia, 'audit:read', 'admin', endsOn)
    expect(await grant('')).toMatchObject(onlyKeep)
    expect(await grant(dayIn(6))).toMatchObject(onlyKeep)
    expect(await grant(dayIn(5))).toMatchObject({ ok: true })
    expect(await roleNow(mia, org)).toBe('admin')
  })

  test('what she only offered is open while she has it, and not a moment longer', async () => {
    const { org, vera } = await lent('offers', 'admin', 'member')
    const ada = await person('ada')
    const { token } = await invite(vera, org, ada.email, 'member')
    const link = await makeLink(vera, org, { role: 'member' })
    const vouched = async () => (await Promise.all([token, link.token].map(findInvitation))).map((one) => one?.vouched)
    expect(await vouched()).toEqual([true, true])
    await over(vera)
    expect(await vouched()).toEqual([false, false])
    for (const secret of [token, link.token])
      expect(await asOne(ada, () => outcome(() => acceptInvitation({}, form({ token: secret }))))).toMatchObject({
        message: expect.stringContaining('no longer available'),
      })
    expect(await roleIn(org, ada)).toBeNull()
    expect(await asOne(vera, () => outcome(() => createProject(org.slug, {}, form({ name: 'Hers' }))))).toMatchObject({
      redirectTo: expect.stringContaining('/projects/'),
    })
  })
})
