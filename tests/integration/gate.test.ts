import { expect, test } from 'vitest'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { orgAction } from '@/lib/access/actions'
import { projectSchema } from '@/lib/domain/projects'
import { as, asNobody } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Member, organization } from '@/tests/support/world'

const signIn = { redirectTo: expect.stringMatching(/^\/sign-in/) }
const nothing = { message: 'There is nothing here.' }
const created = { redirectTo: expect.stringContaining('/projects/') }

const attempt = (slug: string) => outcome(() => createProject(slug, {}, form({ name: 'Apollo' })))

/** Something happens to mia between two requests: the first goes through, and the next one is answered so. */
async function afterwards(
  slug: string,
  happens: (mia: Member, orgId: string) => [sql: string, values: unknown[]],
  answer: object,
) {
  const { org, mia } = await organization(slug, { mia: 'member' })
  await as(mia)
  expect(await attempt(slug)).toEqual(created)
  await rows(...happens(mia, org.id))
  expect(await attempt(slug)).toMatchObject(answer)
  expect(await rows(`select 1 from "Project" where "organizationId" = $1`, [org.id])).toHaveLength(1)
}

test('a revoked session is refused on the very next request', () =>
  afterwards('revoked', (mia) => [`delete from "Session" where "userId" = $1`, [mia.id]], signIn))

test('so is one that ran out', () =>
  afterwards('ran-out', (mia) => [`update "Session" set "expiresAt" = now() where "userId" = $1`, [mia.id]], signIn))

test('so is one that nobody used for seven days', () =>
  afterwards(
    'idle',
    (mia) => [`update "Session" set "lastUsedAt" = now() - interval '7 days' where "userId" = $1`, [mia.id]],
    signIn,
  ))

test('so is a disabled person', () =>
  afterwards('disabled', (mia) => [`update "User" set "disabledAt" = now() where id = $1`, [mia.id]], signIn))

test('a removed member finds nothing', () =>
  afterwards('removed', (mia) => [`delete from "Membership" where id = $1`, [mia.membershipId]], nothing))

test('a changed role bites', () =>
  afterwards(
    'demoted',
    (mia) => [`update "Membership" set "builtInRole" = 'viewer' where id = $1`, [mia.membershipId]],
    {
      message: expect.stringContaining('project:create'),
    },
  ))

test('a role that ended is none', () =>
  afterwards(
    'ended',
    (mia) => [`update "Membership" set "roleEndsAt" = now() where id = $1`, [mia.membershipId]],
    nothing,
  ))

test('a deleted organization is gone for everybody', () =>
  afterwards(
    'deleted',
    (_, orgId) => [`update "Organization" set "deletedAt" = now() where id = $1`, [orgId]],
    nothing,
  ))

test('a role of the organization’s own gives what it says and no more', async () => {
  const { org, mia } = await organization('own-role', { mia: 'viewer' })
  const give = async (permissions: string[]) => {
    const { id } = await row<{ id: string }>(
      `insert into "Role" ("organizationId", name, permissions) values ($1, $2, $3) returning id`,
      [org.id, permissions.join(), permissions],
    )
    await rows(`update "Membership" set "builtInRole" = null, "roleId" = $1 where id = $2`, [id, mia.membershipId])
  }
  await as(mia)
  await give(['project:read', 'project:conjure'])
  expect(await attempt(org.slug)).toMatchObject({ message: expect.stringContaining('project:create') })
  await give(['project:read', 'project:create'])
  expect(await attempt(org.slug)).toEqual(created)
})

test('an act under an old slug does nothing', async () => {
  const { org, mia } = await organization('old-slug', { mia: 'member' })
  await rows(`update "Organization" set slug = 'new-slug' where id = $1`, [org.id])
  await rows(`insert into "FormerSlug" (slug, "organizationId") values ('old-slug', $1)`, [org.id])
  await as(mia)
  expect(await attempt('old-slug')).toMatchObject(nothing)
  expect(await attempt('new-slug')).toEqual(created)
})

test('a cookie with another signature, another date or another token is nobody', async () => {
  const { org, mia } = await organization('forged', { mia: 'member' })
  await as(mia)
  const jar = mia.visitor.cookies
  const genuine = jar.get('session')?.value ?? ''
  const [token = '', expires = '', signature = ''] = genuine.split('.')
  for (const forged of [
    `${token}.${expires}.${signature.slice(0, -2)}AA`,
    `${token}.${Number(expires) + 1}.${signature}`,
    `${'A'.repeat(43)}.${expires}.${signature}`,
    token,
    `${genuine}.`,
    '..',
  ]) {
    jar.set('session', { name: 'session', value: forged })
    expect(await attempt(org.slug)).toMatchObject(signIn)
  }
  jar.set('session', { name: 'session', value: genuine })
  expect(await attempt(org.slug)).toEqual(created)
})

test('what is stored of a session does not open it', async () => {
  const { org, mia } = await organization('digest', { mia: 'member' })
  await as(mia)
  const { tokenDigest } = await row<{ tokenDigest: Buffer }>(
    `select "tokenDigest" from "Session" where "userId" = $1`,
    [mia.id],
  )
  const { signToken } = await import('@/lib/auth/signed-token')
  const visitor = asNobody()
  const value = await signToken(tokenDigest.toString('base64url'), Date.now() + 60_000)
  visitor.cookies.set('session', { name: 'session', value })
  expect(await attempt(org.slug)).toMatchObject(signIn)
})

test('a request from another site, or from nowhere, does nothing', async () => {
  const { org, mia } = await organization('cross', { mia: 'member' })
  await as(mia)
  for (const [name, value] of [
    ['origin', 'https://evil.test'],
    ['origin', 'null'],
    ['origin', ''],
    ['sec-fetch-site', 'cross-site'],
  ] as const) {
    mia.visitor.headers.delete('origin')
    mia.visitor.headers.set(name, value)
    expect(await attempt(org.slug)).toMatchObject({ message: 'This request came from another site.' })
  }
  mia.visitor.headers.delete('origin')
  mia.visitor.headers.set('sec-fetch-site', 'same-origin')
  expect(await attempt(org.slug)).toEqual(created)
})

test('an act that leaves no audit row is a mistake of ours, and changes nothing', async () => {
  const { org, mia } = await organization('silent', { mia: 'member' })
  const silent = orgAction('project:create', projectSchema.partial(), async ({ db }) => {
    await db.project.create({ data: { name: 'unseen' } })
    return { ok: true }
  })
  await as(mia)
  await expect(silent(org.slug, {}, form())).rejects.toThrow('left no audit row')
  expect(await rows(`select 1 from "Project" where "organizationId" = $1`, [org.id])).toEqual([])
})

test('an act that loses to another one is tried again, and its effects happen once', async () => {
  const { org, mia } = await organization('retried', { mia: 'member' })
  let tries = 0
  const contended = orgAction('project:create', projectSchema.partial(), async ({ db, audit }) => {
    const project = await db.project.create({ data: { name: 'once' }, select: { id: true, name: true } })
    if (++tries < 3) await db.$executeRaw`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`
    audit({ action: 'project.created', target: project, after: { name: project.name } })
    return { ok: true }
  })
  await as(mia)
  expect(await contended(org.slug, {}, form())).toEqual({ ok: true })
  expect(tries).toBe(3)
  expect(await rows(`select name from "Project" where "organizationId" = $1`, [org.id])).toEqual([{ name: 'once' }])
})
