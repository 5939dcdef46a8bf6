import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { confirmIdentity } from '@/app/account/confirm/actions'
import { disableTwoFactor } from '@/app/account/security/two-factor-actions'
import { GET } from '@/app/api/o/[slug]/projects/route'
import { acceptInvitation } from '@/app/invite/actions'
import { changeRole, createLinkInvitation, inviteMembers } from '@/app/o/[slug]/members/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { updatePolicies } from '@/app/o/[slug]/settings/policies/actions'
import { orgFrame, orgQuery } from '@/lib/access/queries'
import { findCaller } from '@/lib/auth/context'
import { findInvitation } from '@/lib/domain/invitations/opened'
import { drainOnce } from '@/lib/jobs/worker'
import { as, asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { environment } from '@/tests/support/environment'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { visitor } from '@/tests/support/visitor'
import { join, organization } from '@/tests/support/world'
import { trySignIn } from './auth-journeys'
import { invite, makeLink } from './invitation-mail'
import { enrol } from './two-factor-journeys'

type Org = { id: string; slug: string }

const usual = { grace: '0', inviters: 'permitted', linkMakers: 'permitted' }
const save = (org: Org, fields: Record<string, string>) =>
  outcome(() => updatePolicies(org.slug, {}, form({ ...usual, ...fields })))

/** Saves it although somebody is kept out: looks at the list first, as the page makes one do. */
async function saveReviewed(org: Org, fields: Record<string, string>) {
  const shown = await save(org, fields)
  const reviewed = 'review' in shown ? (shown.review?.token ?? '') : ''
  return { shown, saved: await save(org, { ...fields, reviewed }) }
}

const SAVED = { ok: true, message: expect.stringMatching(/^Saved\./) }

/** What this person's page, form and JSON list answer. */
async function knock(org: Org, someone: Person) {
  return asOne(someone, async () => {
    const page = await orgQuery(org.slug, 'organization:read', async () => null)
    const act = await outcome(() => createProject(org.slug, {}, form({ name: 'Apollo' })))
    const list = await GET(new NextRequest(`${environment.APP_URL}/api/o/${org.slug}/projects`), {
      params: Promise.resolve({ slug: org.slug }),
    })
    return { page: 'refusal' in page ? page.refusal.policy?.kind : 'in', act, list: list.status }
  })
}

const session = (someone: Person, change: string) =>
  rows(`update "Session" set ${change} where "userId" = $1`, [someone.id])

test('acme asks for a second factor: vera, who has none, is refused by page, form and JSON, until she has set one up', async () => {
  const { org, olive, vera } = await organization('acme', { olive: 'owner', vera: 'member' })
  await enrol(olive)
  const { shown, saved } = await saveReviewed(org, { secondFactor: 'on' })
  expect(shown).toMatchObject({
    review: {
      lines: [
        {
          text: expect.stringMatching(/^One person is kept out/),
          items: [`vera (${vera.email}) has no second factor`],
        },
      ],
    },
  })
  expect(saved).toMatchObject(SAVED)

  expect(await knock(org, vera)).toEqual({
    page: 'secondFactor',
    act: expect.objectContaining({ message: 'This organization asks for a second factor.' }),
    list: 403,
  })
  expect(await knock(org, olive)).toMatchObject({ page: 'in', list: 200 })
  await enrol(vera)
  expect(await knock(org, vera)).toMatchObject({ page: 'in', list: 200 })
})

test('a session that has shown its factor is asked again once the app is switched off', async () => {
  const { org, olive } = await organization('aurora', { olive: 'owner' })
  await enrol(olive)
  await save(org, { secondFactor: 'on' })
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
  await as(olive)
  expect(await disableTwoFactor({}, form({}))).toMatchObject({ ok: true })
  expect(await knock(org, olive)).toMatchObject({ page: 'secondFactor', list: 403 })
})

test('a browser that is remembered confirms with the app once, and is in', async () => {
  const { org, olive } = await organization('borealis', { olive: 'owner' })
  const { app } = await enrol(olive)
  await save(org, { secondFactor: 'on' })
  await session(olive, `"secondFactor" = null, "secondFactorAt" = null`) // as after a sign-in there
  expect(await knock(org, olive)).toMatchObject({ page: 'secondFactor' })
  await as(olive)
  expect(await confirmIdentity({}, form({ proof: 'app', code: app.code() }))).toMatchObject({ ok: true })
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
})

test('what is announced is shown and not yet asked for; on its day it is', async () => {
  const { org, olive, vera } = await organization('cirrus', { olive: 'owner', vera: 'member' })
  await enrol(olive)
  expect((await saveReviewed(org, { secondFactor: 'on', grace: '7' })).saved).toMatchObject(SAVED)
  expect(await knock(org, vera)).toMatchObject({ page: 'in', list: 200 })
  const frame = await asOne(vera, () => orgFrame(org.slug))
  expect(frame?.announced).toMatchObject({ kind: 'secondFactor' })

  await rows(`update "Policy" set "secondFactorFrom" = now() - interval '1 second' where "organizationId" = $1`, [
    org.id,
  ])
  expect(await knock(org, vera)).toMatchObject({ page: 'secondFactor', list: 403 })
  await as(olive)
  await save(org, { secondFactor: 'on', grace: '30', sessionIdle: '60' })
  expect(await knock(org, vera)).toMatchObject({ page: 'secondFactor' }) // another change puts nothing off
})

test('olive was away for twenty minutes and acme allows fifteen: she signs in again, and looking around elsewhere does not help', async () => {
  const { org, olive } = await organization('delta', { olive: 'owner' })
  await as(olive)
  expect(await save(org, { sessionIdle: '15' })).toMatchObject(SAVED)
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
  await session(olive, `"lastUsedAt" = now() - interval '20 minutes'`)
  expect(await knock(org, olive)).toMatchObject({ page: 'idle', list: 403 })
  await asOne(olive, () => findCaller(null)) // her own pages: the session is in use again
  expect(await knock(org, olive)).toMatchObject({ page: 'idle', list: 403 })
  await asOne(olive, () => trySignIn(olive.email, olive.password))
  expect(await knock(org, olive)).toMatchObject({ page: 'in', list: 200 })
})

test('a sign-in counts for an hour where an hour is allowed, however busy the session is', async () => {
  const { org, olive } = await organization('ember', { olive: 'owner' })
  await as(olive)
  await save(org, { sessionLifetime: '60' })
  await session(olive, `"provedAt" = now() - interval '61 minutes'`)
  expect(await knock(org, olive)).toMatchObject({ page: 'lifetime', list: 403 })
  await asOne(olive, () => trySignIn(olive.email, olive.password))
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
})

test('who signed in with a password does not come in where a passkey is asked for', async () => {
  const { org, olive, vera } = await organization('fjord', { olive: 'owner', vera: 'member' })
  await as(olive)
  await session(olive, `method = 'passkey', "stepUpAt" = now()`)
  await session(vera, `method = 'password'`)
  const { shown, saved } = await saveReviewed(org, { 'method-passkey': 'on' })
  expect(shown).toMatchObject({
    review: {
      lines: [{ items: expect.arrayContaining([`vera (${vera.email}) has none of these ways to sign in`]) }],
    },
  })
  expect(saved).toMatchObject(SAVED)
  expect(await knock(org, vera)).toMatchObject({ page: 'method', list: 403 })
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
})

test('only the networks of acme lead in, by IPv4 and IPv6; the address is what the last proxy of ours says', async () => {
  const { org, olive, vera } = await organization('gale', { olive: 'owner', vera: 'member' })
  await as(vera)
  await as(olive)
  const { address } = visitor()
  const networks = `${address}/32, 2001:DB8:7::/48`
  expect((await saveReviewed(org, { networks })).saved).toMatchObject(SAVED)
  expect(await knock(org, olive)).toMatchObject({ page: 'in' })
  expect(await knock(org, vera)).toMatchObject({ page: 'network', list: 403 })
  const from = (ip: string) => vera.visitor.headers.set('x-forwarded-for', ip)
  from('2001:db8:7::1')
  expect(await knock(org, vera)).toMatchObject({ page: 'in' })
  from(`::ffff:${address}`)
  expect(await knock(org, vera)).toMatchObject({ page: 'in' })
  from(`${address}, 198.19.0.1`)
  expect(await knock(org, vera)).toMatchObject({ page: 'network' })
})

test('olive cannot lock herself out: not by network, not by method, not by a factor that she lacks', async () => {
  const { org, olive } = await organization('harbor', { olive: 'owner' })
  await as(olive)
  for (const [field, fields] of Object.entries<Record<string, string>>({
    networks: { networks: '203.0.113.0/24' },
    methods: { 'method-passkey': 'on' },
    secondFactor: { secondFactor: 'on' },
  }))
    expect(await save(org, fields)).toMatchObject({
      message: 'With this you would lock yourself out.',
      fieldErrors: { [field]: [expect.any(String)] },
    })
  expect(await rows(`select 1 from "Policy" where "organizationId" = $1`, [org.id])).toEqual([])
})

test('a list that was seen counts for nothing once somebody else would be kept out as well', async () => {
  const { org, olive } = await organization('isle', { olive: 'owner', vera: 'member' })
  await enrol(olive)
  const shown = await save(org, { secondFactor: 'on' })
  const reviewed = 'review' in shown ? (shown.review?.token ?? '') : ''
  const ada = await person('ada')
  await join(org, ada, 'viewer')
  expect(await save(org, { secondFactor: 'on', reviewed })).toMatchObject({
    review: { lines: [{ text: expect.stringMatching(/^2 people are kept out/) }] },
  })
})

test('garbage is refused beside its field, and nothing is saved', async () => {
  const { org, olive } = await organization('jetty', { olive: 'owner' })
  await as(olive)
  for (const [field, fields] of Object.entries<Record<string, string>>({
    networks: { networks: '10.0.0.0/33' },
    methods: { 'method-carrier-pigeon': 'on' },
    sessionIdle: { sessionIdle: '1' },
    sessionLifetime: { sessionLifetime: 'soon' },
    inviters: { inviters: 'nobody' },
  }))
    expect(await save(org, fields)).toMatchObject({ fieldErrors: { [field]: [expect.any(String)] } })
})

test('whom a policy will keep out gets one mail that says what and from when on; nobody else gets one', async () => {
  const { org, olive, grace, vera } = await organization('notice', { olive: 'owner', grace: 'admin', vera: 'member' })
  await enrol(grace)
  await as(olive)
  const told = async ({ email }: Person) =>
    rows<{ subject: string; text: string }>(
      `select subject, text from "MailboxMessage" where "to" = $1 and template = 'policy-ahead'`,
      [email],
    )
  const fields = { secondFactor: 'on', 'method-password': 'on', grace: '7' }
  const shown = await save(org, fields)
  await drainOnce()
  expect(await told(vera)).toEqual([]) // only looked at
  const reviewed = 'review' in shown ? (shown.review?.token ?? '') : ''
  expect(await save(org, { ...fields, reviewed })).toMatchObject(SAVED)
  await drainOnce()
  await drainOnce()
  const [mail, ...more] = await told(vera)
  expect(more).toEqual([])
  expect(mail?.subject).toContain('will ask for something that you')
  expect(mail?.text).toContain('asks for a second factor')
  expect(mail?.text).not.toContain('who signed in with') // she has a password
  expect(mail?.text).toContain('/account/security')
  expect([await told(olive), await told(grace)]).toEqual([[], []])
})

test('a notice that is late says nothing of what is asked for no more, and nothing to who has left', async () => {
  const { org, olive, vera } = await organization('late-notice', { olive: 'owner', vera: 'member', mia: 'member' })
  await enrol(olive)
  await as(olive)
  await saveReviewed(org, { secondFactor: 'on', grace: '7' })
  await rows(`delete from "Membership" where id = $1`, [vera.membershipId])
  await save(org, {}) // mia is not told either
  await drainOnce()
  expect(
    await rows(
      `select 1 from "MailboxMessage" m join "User" u on u.email = m."to" where template = 'policy-ahead' and text like '%Late-notice%'`,
    ),
  ).toEqual([])
})

test('what was offered before only owners invite brings nobody in, and does once the rule is gone', async () => {
  const { org, olive, grace } = await organization('before-rule', { olive: 'owner', grace: 'admin' })
  const [ada, bob] = [await person('ada'), await person('bob')]
  const { token } = await invite(grace, org, ada.email, 'member')
  const link = await makeLink(grace, org, { role: 'viewer' })
  const hers = await invite(olive, org, bob.email, 'member')
  const accept = (who: Person, secret: string) =>
    asOne(who, () => outcome(() => acceptInvitation({}, form({ token: secret }))))
  const gone = { message: 'This invitation is no longer available. Ask for a new one.' }
  const vouched = async (secret: string) => (await findInvitation(secret))?.vouched
  await as(olive)
  await save(org, { inviters: 'owners' })
  expect(await accept(ada, token)).toMatchObject(gone)
  expect(await accept(ada, link.token)).toMatchObject(gone)
  expect([await vouched(token), await vouched(link.token), await vouched(hers.token)]).toEqual([false, false, true])
  expect(await accept(bob, hers.token)).toEqual({ redirectTo: `/o/${org.slug}` })
  await as(olive)
  await save(org, { linkMakers: 'nobody' })
  expect(await accept(ada, link.token)).toMatchObject(gone)
  expect(await vouched(token)).toBe(true)
  expect(await accept(ada, token)).toEqual({ redirectTo: `/o/${org.slug}` })
})

test('where only owners invite, an admin does not, and still gives the role that holds it', async () => {
  const { org, olive, grace, vera } = await organization('kite', { olive: 'owner', grace: 'admin', vera: 'member' })
  await as(olive)
  await save(org, { inviters: 'owners' })
  await as(grace)
  const frame = await orgFrame(org.slug)
  expect(frame?.may['member:invite']).toBe(false)
  expect(await inviteMembers(org.slug, {}, form({ emails: 'new@kite.test', role: 'member' }))).toMatchObject({
    message: expect.stringMatching(/^Only an owner invites people here/),
  })
  expect(await changeRole(org.slug, {}, form({ membershipId: vera.membershipId, role: 'admin' }))).toMatchObject({
    ok: true,
  })
  await as(olive)
  expect(await inviteMembers(org.slug, {}, form({ emails: 'new@kite.test', role: 'member' }))).toMatchObject({
    ok: true,
  })
})

test('where owners create links, or nobody does, an admin does not', async () => {
  const { org, olive, grace } = await organization('maple', { olive: 'owner', grace: 'admin' })
  const link = () =>
    outcome(() => createLinkInvitation(org.slug, {}, form({ role: 'viewer', maxUses: '5', days: '7' })))
  const REFUSED = { message: expect.stringMatching(/^You cannot create links here/) }
  await as(olive)
  await save(org, { linkMakers: 'owners' })
  expect(await link()).toMatchObject({ ok: true })
  await as(grace)
  expect(await link()).toMatchObject(REFUSED)
  await as(olive)
  await save(org, { linkMakers: 'nobody' })
  expect(await link()).toMatchObject(REFUSED)
})

test('saving asks olive to confirm that it is her, and what changed is in the history', async () => {
  const { org, olive } = await organization('lagoon', { olive: 'owner' })
  await as(olive)
  await save(org, { sessionIdle: '60' })
  expect(await history(org.id)).toEqual([
    { action: 'policy.changed', before: { sessionIdle: null }, after: { sessionIdle: 60 } },
  ])
  await session(olive, `"provedAt" = now() - interval '11 minutes'`)
  expect(await save(org, { sessionIdle: '30' })).toMatchObject({ stepUp: ['password'] })
})

const history = (organizationId: string) =>
  rows(
    `select e.action, d.detail -> 'before' as before, d.detail -> 'after' as after
       from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence)
      where "organizationId" = $1 order by sequence`,
    [organizationId],
  )
