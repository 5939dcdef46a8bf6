import { describe, expect, test } from 'vitest'
import { withdrawAccessRequest } from '@/app/o/[slug]/access-actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { orgQuery } from '@/lib/access/queries'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import { endRole, joinWith, organization } from '@/tests/support/world'
import { ask, only, requests, templates, way } from './access-asked'
import { history } from './invitation-mail'

const nothing = { message: 'There is nothing here.' }

describe('who can give it', () => {
  test('a refusal says what is missing and where, and knows people: those who hold it and may change roles, and are here', async () => {
    const { org, eve, vera } = await organization('who-can', {
      olive: 'owner',
      grace: 'admin',
      eve: 'admin',
      vera: 'viewer',
    })
    await joinWith(org, await person('carl'), ['member:read', 'member:update', 'audit:read'], 'Half')
    await joinWith(org, await person('dora'), ['organization:read', 'member:read', 'member:update'], 'Without')
    const { membershipId } = await joinWith(org, await person('emil'), [
      ...['organization:read', 'member:read', 'member:update', 'audit:read', 'project:read'],
    ])
    await rows(`update "Membership" set "createdAt" = now() + interval '1 day' where id = $1`, [membershipId])
    await endRole(eve)
    await as(vera)
    expect(await orgQuery(org.slug, 'audit:read', async () => null)).toEqual({
      refusal: {
        status: 403,
        permission: 'Read the audit log',
        grantedBy: ['owner', 'admin'],
        missing: { slug: org.slug, permission: 'audit:read' },
      },
    })
    const { names, more, mayAsk } = await way(org, 'audit:read')
    expect([...names].sort()).toEqual(['emil', 'grace', 'olive'])
    expect([more, mayAsk]).toEqual([false, true])
  })

  test('nobody is named to who may not see members, for owners alone there is nothing to ask, and a policy is said as one', async () => {
    const { org, grace } = await organization('not-named', { grace: 'admin' })
    const quiet = await joinWith(org, await person('quiet'), ['organization:read'])
    await as(quiet)
    expect(await way(org, 'project:read')).toMatchObject({ names: [], mayAsk: true })
    await as(grace)
    expect(await way(org, 'organization:delete')).toMatchObject({ names: ['olive'], mayAsk: false, isForOwners: true })
    await rows(
      `insert into "Policy" ("organizationId", inviters, networks, methods) values ($1, 'owners', '{}', '{}')`,
      [org.id],
    )
    expect(await way(org, 'member:invite')).toMatchObject({ mayAsk: false, isWithheld: true })
    expect(await ask(org, 'member:invite')).toMatchObject({ message: expect.stringContaining('a policy keeps it') })
  })

  test('whoever only looks as a role asks for nothing', async () => {
    const { org, grace } = await organization('looking', { grace: 'admin' })
    await as(grace)
    await outcome(() => viewAs(org.slug, {}, form({ role: 'viewer' })))
    expect(await way(org, 'audit:read')).toMatchObject({ mayAsk: false })
    expect(await ask(org, 'audit:read')).toMatchObject({ message: expect.stringContaining('You see this as viewer') })
    expect(await requests(org)).toEqual([])
  })
})

describe('vera, a viewer, asks', () => {
  test('once: those who can grant it get a mail, it is in the log, and she sees that she has asked', async () => {
    const { org, olive, grace, linus, vera } = await organization('ask', {
      olive: 'owner',
      grace: 'admin',
      linus: 'member',
      vera: 'viewer',
    })
    await as(vera)
    expect(await ask(org, 'audit:read', 'The auditors come.\u202e\n\n\n\nSoon.')).toEqual({
      ok: true,
      message: 'You asked for it. The answer comes by mail.',
    })
    expect(await ask(org, 'audit:read', 'Again')).toMatchObject({ message: 'You have asked for this already.' })
    expect(await requests(org)).toMatchObject([{ permission: 'audit:read', note: 'The auditors come.\n\nSoon.' }])
    expect((await way(org, 'audit:read')).asked).toMatchObject({ createdAt: expect.any(Date) })
    expect(await history(org)).toEqual(['access.requested'])
    expect([await templates(olive), await templates(grace)]).toEqual([['access-asked'], ['access-asked']])
    expect([await templates(linus), await templates(vera)]).toEqual([[], []])
    const [mail] = await mailTo(olive.email)
    expect(mail?.props).toMatchObject({
      askerName: 'vera',
      permissionSays: 'Read the audit log',
      url: expect.stringMatching(/\/o\/ask\/members\/requests$/),
    })
  })

  test('not for what she has, for what is for owners alone, or for what does not exist', async () => {
    const { org, vera } = await organization('ask-not', { vera: 'viewer' })
    await as(vera)
    expect(await ask(org, 'project:read')).toMatchObject({ message: expect.stringContaining('by now') })
    expect(await ask(org, 'organization:delete')).toMatchObject({ message: expect.stringContaining('owners alone') })
    expect(await ask(org, 'project:conjure')).toMatchObject({ fieldErrors: { permission: [nothing.message] } })
    expect(await ask(org, 'audit:read', 'x'.repeat(301))).toMatchObject({
      fieldErrors: { note: ['At most 300 characters, please.'] },
    })
    expect(await requests(org)).toEqual([])
  })

  test('five times a day', async () => {
    const { org, vera } = await organization('ask-often', { vera: 'viewer' })
    await as(vera)
    for (const one of ['audit:read', 'role:read', 'policy:read', 'domain:read', 'project:create'])
      expect(await ask(org, one)).toMatchObject({ ok: true })
    expect(await ask(org, 'project:delete')).toMatchObject({ message: expect.stringContaining('Too many tries') })
    expect(await requests(org)).toHaveLength(5)
  })

  test('ten people at most hear of it', async () => {
    const { org, vera } = await organization('ask-many', { vera: 'viewer' })
    await rows(
      `with people as (insert into "User" (email, name) select 'a' || n || '@many.test', 'A' || n from generate_series(1, 14) n returning id)
       insert into "Membership" ("organizationId", "userId", "builtInRole") select $1, id, 'admin' from people returning id`,
      [org.id],
    )
    const before = await row<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs')
    await as(vera)
    expect(await ask(org, 'audit:read')).toMatchObject({ ok: true })
    const after = await row<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs')
    expect(after.n - before.n).toBe(10)
  })

  test('and takes it back; nobody else does', async () => {
    const { org, grace, vera } = await organization('ask-back', { grace: 'admin', vera: 'viewer' })
    await as(vera)
    await ask(org, 'audit:read')
    const withdraw = async () =>
      outcome(async () => withdrawAccessRequest(org.slug, {}, form({ requestId: await only(org) })))
    await as(grace)
    expect(await withdraw()).toMatchObject(nothing)
    await as(vera)
    expect(await withdraw()).toMatchObject({ ok: true })
    expect(await requests(org)).toEqual([])
    expect(await history(org)).toEqual(['access.requested', 'access.withdrawn'])
  })
})
