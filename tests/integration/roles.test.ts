import { describe, expect, test } from 'vitest'
import { acceptInvitation } from '@/app/invite/actions'
import { changeRole, inviteMembers } from '@/app/o/[slug]/members/actions'
import { createRole, deleteRole, updateRole } from '@/app/o/[slug]/roles/actions'
import { orgQuery } from '@/lib/access/queries'
import { findUnknownPermissions } from '@/scripts/lib/unknown-permissions'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { customRole, joinWith, type Organization, organization } from '@/tests/support/world'
import { history, invite, mailedToken, roleIn } from './invitation-mail'

const onlyWhatYouHave = { message: 'You can only give what you have.' }
const reader = ['organization:read', 'project:read']
const writer = [...reader, 'project:create', 'project:update']

type Draft = { name: string; permissions: readonly string[] }
const create = (slug: string, draft: Partial<Draft>) => outcome(() => createRole(slug, {}, form(draft)))
const review = (slug: string, roleId: string, draft: Draft) => updateRole(slug, {}, form({ roleId, ...draft }))

/** Looks at the review, and agrees. */
async function edit(slug: string, roleId: string, draft: Draft) {
  const { review: seen, ...refusal } = await review(slug, roleId, draft)
  if (!seen) return refusal
  return updateRole(slug, {}, form({ roleId, ...draft, reviewed: seen.token }))
}

async function destroy(slug: string, roleId: string, moveTo?: string) {
  const seen = await outcome(() => deleteRole(slug, {}, form({ roleId, moveTo })))
  if (!('review' in seen) || !seen.review) return seen
  const reviewed = seen.review.token
  return outcome(() => deleteRole(slug, {}, form({ roleId, moveTo, reviewed })))
}

const permissionsIn = async (org: Organization, name: string) =>
  (
    await row<{ permissions: string[] }>('select permissions from "Role" where "organizationId" = $1 and name = $2', [
      org.id,
      name,
    ])
  ).permissions

const detail = (org: Organization, action: string) =>
  row(
    `select d.detail -> 'target' as target, d.detail -> 'before' as before, d.detail -> 'after' as after
       from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence)
      where e."organizationId" = $1 and e.action = $2 order by e.sequence desc limit 1`,
    [org.id, action],
  )

describe('a role is created', () => {
  test('by grace, an admin, and is written down', async () => {
    const { org, grace } = await organization('role-made', { grace: 'admin' })
    await as(grace)
    const answer = await create(org.slug, { name: ' Project  lead ', permissions: writer })
    expect(answer).toEqual({ redirectTo: expect.stringMatching(/^\/o\/role-made\/roles\/[0-9a-f-]{36}\?created$/) })
    expect(await permissionsIn(org, 'Project lead')).toEqual(writer)
    expect(await detail(org, 'role.created')).toEqual({
      target: 'Project lead',
      before: null,
      after: { name: 'Project lead', permissions: writer },
    })
  })

  test('with what it needs, which is said first where no script ticked it', async () => {
    const { org, grace } = await organization('role-needs', { grace: 'admin' })
    await as(grace)
    const answer = await create(org.slug, { name: 'Editor', permissions: ['project:update'] })
    expect(answer).toMatchObject({
      fieldErrors: { permissions: [expect.stringContaining('“See the organization” and “See projects”')] },
      values: { name: 'Editor', permissions: 'organization:read\nproject:read\nproject:update' },
    })
    expect(await history(org)).toEqual([])
    const ticked = ['organization:read', 'project:read', 'project:update']
    expect(await create(org.slug, { name: 'Editor', permissions: ticked })).toHaveProperty('redirectTo')
  })

  test('not by linus, a member, and not with more than its maker has', async () => {
    const { org, linus, grace } = await organization('role-more', { linus: 'member', grace: 'admin' })
    await as(linus)
    expect(await create(org.slug, { name: 'Mine', permissions: reader })).toMatchObject({
      message: expect.stringContaining('role:create'),
    })
    const cass = await joinWith(org, await person('cass'), [...reader, 'role:read', 'role:create'])
    await as(cass)
    expect(await create(org.slug, { name: 'Writer', permissions: writer })).toMatchObject(onlyWhatYouHave)
    expect(await create(org.slug, { name: 'Reader', permissions: reader })).toHaveProperty('redirectTo')
    await as(grace)
    expect(await create(org.slug, { name: 'Writer', permissions: writer })).toHaveProperty('redirectTo')
  })

  test('never with what is for owners alone, not even by olive, an owner, nor with what does not exist', async () => {
    const { org, olive } = await organization('role-alone', { olive: 'owner' })
    await as(olive)
    for (const permission of ['organization:delete', 'organization:transfer'])
      expect(await create(org.slug, { name: 'Boss', permissions: ['organization:read', permission] })).toMatchObject({
        fieldErrors: { permissions: [expect.stringContaining('for owners alone')] },
      })
    for (const permission of ['project:fly', '__proto__', ''])
      expect(await create(org.slug, { name: 'Boss', permissions: permission ? [permission] : [''] })).toMatchObject({
        fieldErrors: { permissions: ['There is no such permission.'] },
      })
    expect(await create(org.slug, { name: 'Boss' })).toMatchObject({
      fieldErrors: { permissions: ['Choose at least one permission.'] },
    })
    expect(await rows('select from "Role" where "organizationId" = $1', [org.id])).toEqual([])
  })

  test('under a name that no other role has, however it is written, and none of the built-in ones', async () => {
    const { org, olive } = await organization('role-names', { olive: 'owner' })
    const elsewhere = await organization('role-names-elsewhere', { grace: 'admin' })
    await as(olive)
    expect(await create(org.slug, { name: 'Équipe', permissions: reader })).toHaveProperty('redirectTo')
    for (const name of ['équipe', 'ÉQUIPE', ' Équipe '])
      expect(await create(org.slug, { name, permissions: reader })).toMatchObject({
        fieldErrors: { name: ['There is a role of that name already.'] },
      })
    for (const name of ['Owner', 'admin', 'ＭＥＭＢＥＲ', 'vi\u200bewer'])
      expect(await create(org.slug, { name, permissions: reader })).toMatchObject({
        fieldErrors: { name: ['That is the name of a built-in role.'] },
      })
    await as(elsewhere.grace)
    expect(await create(elsewhere.org.slug, { name: 'Équipe', permissions: reader })).toHaveProperty('redirectTo')
  })

  test('two of one name at the same moment: one is made', async () => {
    const { org, olive, omar } = await organization('role-twins', { olive: 'owner', omar: 'owner' })
    await Promise.all([as(olive), as(omar)])
    const lock = { sql: 'select from "Organization" where id = $1 for update', values: [org.id] }
    await race(lock, 2, () =>
      [olive, omar].map((who) => asOne(who, () => create(org.slug, { name: 'Twin', permissions: reader }))),
    )
    expect(await rows('select from "Role" where "organizationId" = $1', [org.id])).toHaveLength(1)
  })

  test('up to two hundred in one organization', async () => {
    const { org, olive } = await organization('role-many', { olive: 'owner' })
    await rows(
      `insert into "Role" ("organizationId", name, permissions)
       select $1, 'Role ' || n, '{organization:read}' from generate_series(1, 199) n returning id`,
      [org.id],
    )
    await as(olive)
    expect(await create(org.slug, { name: 'The last', permissions: reader })).toHaveProperty('redirectTo')
    expect(await create(org.slug, { name: 'One more', permissions: reader })).toMatchObject({
      message: expect.stringContaining('at most 200 roles'),
    })
  })
})

describe('a role is edited', () => {
  test('after a look at who gains and who loses what, by name, with the invitations that offer it', async () => {
    const { org, grace } = await organization('role-review', { grace: 'admin' })
    const linus = await joinWith(org, await person('linus'), writer, 'Writer')
    await invite(grace, org, 'ada@role-review.test', linus.roleId)
    const draft = { name: 'Closer', permissions: [...reader, 'project:update', 'project:delete'] }
    const seen = await review(org.slug, linus.roleId, draft)
    expect(seen).toMatchObject({ values: { name: 'Closer' } })
    expect(seen.ok).toBeUndefined()
    expect(seen.review?.lines).toEqual([
      { tone: 'info', text: 'Writer will be called Closer.' },
      { tone: 'gain', text: 'linus will be able to', items: ['Delete projects'] },
      { tone: 'loss', text: 'linus will no longer be able to', items: ['Create projects'] },
      {
        tone: 'info',
        text: 'One open invitation offers this role (ada@role-review.test). Whoever accepts gets it as it is then.',
      },
    ])
    expect(await permissionsIn(org, 'Writer')).toEqual(writer) // looking changes nothing
    const saved = await updateRole(org.slug, {}, form({ roleId: linus.roleId, ...draft, reviewed: seen.review?.token }))
    expect(saved).toEqual({ ok: true, message: 'Closer is saved.' })
    expect(await permissionsIn(org, 'Closer')).toEqual(draft.permissions)
    expect(await detail(org, 'role.updated')).toEqual({
      target: 'Closer',
      before: { name: 'Writer', permissions: writer },
      after: { name: 'Closer', permissions: draft.permissions },
    })
  })

  test('only as it was reviewed: what changed meanwhile is shown again', async () => {
    const { org, grace, vera } = await organization('role-stale', { grace: 'admin', vera: 'viewer' })
    const role = await customRole(org, 'Writer', writer)
    const draft = { name: 'Writer', permissions: reader }
    await as(grace)
    const first = await review(org.slug, role.id, draft)
    expect(first.review?.lines[0]).toEqual({ tone: 'info', text: 'Nobody has this role at present.' })
    expect(await changeRole(org.slug, {}, form({ membershipId: vera.membershipId, role: role.id }))).toMatchObject({
      ok: true,
    })
    const agree = (token?: string, more: Draft = draft) =>
      updateRole(org.slug, {}, form({ roleId: role.id, ...more, reviewed: token }))
    const second = await agree(first.review?.token)
    expect(second).toMatchObject({
      message: expect.stringContaining('Nothing was saved'),
      review: { lines: [{ tone: 'loss', text: 'vera will no longer be able to' }] },
    })
    // nor does a review of one change stand for another
    expect(await agree(second.review?.token, { name: 'Writer', permissions: [...reader, 'audit:read'] })).toMatchObject(
      {
        message: expect.stringContaining('Nothing was saved'),
      },
    )
    expect(await permissionsIn(org, 'Writer')).toEqual(writer)
    expect(await agree(second.review?.token)).toMatchObject({ ok: true })
    expect(await permissionsIn(org, 'Writer')).toEqual(reader)
  })

  test('counts for those who have it on their very next request', async () => {
    const { org, grace } = await organization('role-bound', { grace: 'admin' })
    const linus = await joinWith(org, await person('linus'), [...reader, 'audit:read'], 'Auditor')
    const sees = () => asOne(linus, () => orgQuery(org.slug, 'audit:read', async () => 'history'))
    expect(await sees()).toMatchObject({ data: 'history' })
    await as(grace)
    expect(await edit(org.slug, linus.roleId, { name: 'Auditor', permissions: reader })).toMatchObject({ ok: true })
    expect(await sees()).toMatchObject({ refusal: { status: 403, permission: 'Read the audit log' } })
  })

  test('not by who has less than it, gives or takes as much as they may want', async () => {
    const { org } = await organization('role-above')
    const cass = await joinWith(org, await person('cass'), [...reader, 'role:read', 'role:update', 'role:delete'])
    const above = await customRole(org, 'Writer', writer)
    const below = await customRole(org, 'Reader', reader)
    await as(cass)
    expect(await edit(org.slug, above.id, { name: 'Reader 2', permissions: reader })).toMatchObject({
      message: 'Writer may do more than you: only somebody with as much can change it.',
    })
    expect(await destroy(org.slug, above.id)).toMatchObject({ message: expect.stringContaining('more than you') })
    expect(await edit(org.slug, below.id, { name: 'Reader', permissions: writer })).toMatchObject(onlyWhatYouHave)
    expect(await edit(org.slug, below.id, { name: 'Guest', permissions: ['organization:read'] })).toMatchObject({
      ok: true,
    })
  })

  test('one’s own: never to gain, but to lose, and that is said', async () => {
    const { org } = await organization('role-own')
    const mine = [...reader, 'role:read', 'role:update']
    const cass = await joinWith(org, await person('cass'), mine, 'Keeper')
    await as(cass)
    expect(await edit(org.slug, cass.roleId, { name: 'Keeper', permissions: [...mine, 'audit:read'] })).toMatchObject(
      onlyWhatYouHave,
    )
    const seen = await review(org.slug, cass.roleId, { name: 'Keeper', permissions: reader })
    expect(seen.review?.lines.at(-1)).toEqual({
      tone: 'warning',
      text: 'You have this role yourself, so you lose this as well, and with it the right to change it back.',
    })
    expect(await edit(org.slug, cass.roleId, { name: 'Keeper', permissions: reader })).toMatchObject({ ok: true })
    expect(await edit(org.slug, cass.roleId, { name: 'Mine', permissions: reader })).toMatchObject({
      message: expect.stringContaining('role:update'),
    })
  })

  test('never a built-in one, nor one of another organization', async () => {
    const { org, olive } = await organization('role-builtin', { olive: 'owner' })
    const elsewhere = await organization('role-builtin-elsewhere')
    const theirs = await customRole(elsewhere.org, 'Theirs', reader)
    await as(olive)
    for (const act of [edit, (slug: string, id: string) => destroy(slug, id)]) {
      expect(await act(org.slug, 'viewer', { name: 'Guest', permissions: reader })).toMatchObject({
        message: expect.stringContaining('Built-in roles'),
      })
      for (const id of [theirs.id, 'nonsense', '00000000-0000-4000-8000-000000000000'])
        expect(await act(org.slug, id, { name: 'Guest', permissions: reader })).toMatchObject({
          message: 'There is nothing here.',
        })
    }
    expect(await permissionsIn(elsewhere.org, 'Theirs')).toEqual(reader)
  })
})

describe('a role is deleted', () => {
  test('at once while nobody has it', async () => {
    const { org, grace } = await organization('role-gone', { grace: 'admin' })
    const role = await customRole(org, 'Writer', writer)
    await as(grace)
    expect(await destroy(org.slug, role.id)).toEqual({ redirectTo: '/o/role-gone/roles?deleted' })
    expect(await rows('select from "Role" where "organizationId" = $1', [org.id])).toEqual([])
    expect(await detail(org, 'role.deleted')).toMatchObject({ before: { name: 'Writer', permissions: writer } })
  })

  test('when it is said where its members and open invitations go, and each of them is written down', async () => {
    const { org, grace } = await organization('role-moved', { grace: 'admin' })
    const linus = await joinWith(org, await person('linus'), writer, 'Writer')
    const ada = await person('ada')
    const open = await invite(grace, org, ada.email, linus.roleId)
    const closed = await invite(grace, org, 'bob@role-moved.test', linus.roleId)
    await rows('update "Invitation" set "revokedAt" = now() where id = $1 returning id', [closed.id])

    expect(await destroy(org.slug, linus.roleId)).toMatchObject({
      fieldErrors: { moveTo: ['Choose where its members and invitations go.'] },
    })
    for (const moveTo of [linus.roleId, 'owner', 'nonsense'])
      expect(await destroy(org.slug, linus.roleId, moveTo)).toMatchObject({ message: expect.any(String) })
    const seen = await deleteRole(org.slug, {}, form({ roleId: linus.roleId, moveTo: 'viewer' }))
    expect(seen.review?.lines).toMatchObject([
      { tone: 'info', text: 'linus will be viewer.' },
      { tone: 'gain', items: ['See who is in the organization'] },
      { tone: 'loss', items: ['Create projects', 'Rename and archive projects'] },
      { tone: 'info', text: expect.stringContaining(ada.email) },
    ])
    expect(await roleIn(org, linus)).toBe('Writer')

    expect(await destroy(org.slug, linus.roleId, 'viewer')).toHaveProperty('redirectTo')
    expect(await roleIn(org, linus)).toBe('viewer')
    expect(
      await rows(
        `select "builtInRole" as role, "formerRole" from "Invitation" where "organizationId" = $1 order by email = $2 desc`,
        [org.id, ada.email],
      ),
    ).toEqual([
      { role: 'viewer', formerRole: null },
      { role: 'viewer', formerRole: 'Writer' },
    ])
    expect((await history(org)).slice(-3)).toEqual(['member.role_changed', 'invitation.role_changed', 'role.deleted'])
    expect(await outcome(() => asOne(ada, () => acceptInvitation({}, form({ token: open.token }))))).toEqual({
      redirectTo: '/o/role-moved',
    })
    expect(await roleIn(org, ada)).toBe('viewer')
  })

  test('not when they would get more than whoever deletes it may give', async () => {
    const { org } = await organization('role-lift')
    const cass = await joinWith(org, await person('cass'), [...reader, 'role:read', 'role:delete'])
    const linus = await joinWith(org, await person('linus'), reader, 'Reader')
    const better = await customRole(org, 'Writer', writer)
    await as(cass)
    for (const moveTo of ['admin', 'member', better.id])
      expect(await destroy(org.slug, linus.roleId, moveTo)).toMatchObject(onlyWhatYouHave)
    expect(await roleIn(org, linus)).toBe('Reader')
  })

  test('only as it was reviewed', async () => {
    const { org, grace, vera } = await organization('role-stale-end', { grace: 'admin', vera: 'viewer' })
    const linus = await joinWith(org, await person('linus'), reader, 'Reader')
    await as(grace)
    const fields = { roleId: linus.roleId, moveTo: 'viewer' }
    const { review: seen } = await deleteRole(org.slug, {}, form(fields))
    await changeRole(org.slug, {}, form({ membershipId: vera.membershipId, role: linus.roleId }))
    expect(await deleteRole(org.slug, {}, form({ ...fields, reviewed: seen?.token }))).toMatchObject({
      message: expect.stringContaining('Nothing was saved'),
    })
    expect(await roleIn(org, linus)).toBe('Reader')
  })

  test('and who is invited with it in the same moment is invited with a role that is there', async () => {
    const { org, grace, olive } = await organization('role-race', { grace: 'admin', olive: 'owner' })
    const role = await customRole(org, 'Reader', reader)
    await Promise.all([as(grace), as(olive)])
    const lock = { sql: 'select from "Organization" where id = $1 for update', values: [org.id] }
    const answers = await race(lock, 2, () => [
      asOne(olive, () => destroy(org.slug, role.id)),
      asOne(grace, () => inviteMembers(org.slug, {}, form({ emails: 'ada@role-race.test', role: role.id }))),
    ])
    expect(answers?.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(
      await rows(
        `select from "Invitation" i where "organizationId" = $1 and "roleId" is not null
        and not exists (select from "Role" r where r.id = i."roleId")`,
        [org.id],
      ),
    ).toEqual([])
  })
})

test('a role that grew beyond its inviter is not accepted, and one that shrank gives what is left', async () => {
  const { org, olive } = await organization('role-offer', { olive: 'owner' })
  const cass = await joinWith(org, await person('cass'), [...reader, 'member:read', 'member:invite'])
  const role = await customRole(org, 'Guest', reader)
  const [ada, bob] = await Promise.all([person('ada'), person('bob')])
  const toAda = await invite(cass, org, ada.email, role.id)
  await invite(cass, org, bob.email, role.id)
  await as(olive)
  expect(await edit(org.slug, role.id, { name: 'Guest', permissions: writer })).toMatchObject({ ok: true })
  expect(await asOne(ada, () => acceptInvitation({}, form({ token: toAda.token })))).toMatchObject({
    message: expect.stringContaining('no longer available'),
  })
  await as(olive)
  expect(await edit(org.slug, role.id, { name: 'Guest', permissions: ['organization:read'] })).toMatchObject({
    ok: true,
  })
  const token = await mailedToken(bob.email)
  expect(await outcome(() => asOne(bob, () => acceptInvitation({}, form({ token }))))).toEqual({
    redirectTo: '/o/role-offer',
  })
  expect(await asOne(bob, () => orgQuery(org.slug, 'project:read', async () => 'projects'))).toMatchObject({
    refusal: { status: 403 },
  })
})

test('what a role holds and the catalogue does not know gives nothing, and is found', async () => {
  const { org } = await organization('role-unknown')
  const cass = await joinWith(
    org,
    await person('cass'),
    ['organization:read', 'project:fly', 'organization:delete'],
    'Odd',
  )
  expect(await asOne(cass, () => orgQuery(org.slug, 'organization:delete', async () => 'all'))).toMatchObject({
    refusal: { status: 403 },
  })
  const found = await findUnknownPermissions(process.env.TEST_SUPERUSER_URL ?? '')
  expect(found.filter((line) => line.includes(org.slug))).toEqual([
    expect.stringContaining('The role Odd of role-unknown holds “organization:delete”, which gives nothing'),
    expect.stringContaining('The role Odd of role-unknown holds “project:fly”, which gives nothing'),
  ])
})
