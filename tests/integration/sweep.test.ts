import { expect, test } from 'vitest'
import { sweep } from '@/lib/jobs/sweep'
import { row, rows } from '@/tests/support/database'
import { person, signedIn } from '@/tests/support/people'
import { organization } from '@/tests/support/world'

const exists = async (table: string, id: string) =>
  (await rows(`select 1 from "${table}" where id = $1`, [id])).length === 1

test('an organization deleted thirty days ago is gone for good, with everything in it, and its slug is free; a day earlier it is all there', async () => {
  const { org, mia } = await organization('long-gone', { mia: 'member' })
  const { org: other } = await organization('still-there')
  const { id: roleId } = await row<{ id: string }>(
    `insert into "Role" ("organizationId", name, permissions) values ($1, 'Own', '{}') returning id`,
    [org.id],
  )
  await rows(`update "Membership" set "builtInRole" = null, "roleId" = $1 where id = $2`, [roleId, mia.membershipId])
  await rows(`insert into "FormerSlug" (slug, "organizationId") values ('before-that', $1)`, [org.id])
  await rows(`insert into "Project" ("organizationId", name) values ($1, 'Apollo')`, [org.id])

  await rows(`update "Organization" set "deletedAt" = now() - interval '29 days' where id in ($1, $2)`, [
    org.id,
    other.id,
  ])
  await sweep()
  expect(await exists('Organization', org.id)).toBe(true)

  await rows(`update "Organization" set "deletedAt" = now() - interval '30 days 1 minute' where id = $1`, [org.id])
  await sweep()
  expect(await exists('Organization', org.id)).toBe(false)
  expect(await exists('Organization', other.id)).toBe(true)
  expect(await exists('User', mia.id)).toBe(true)
  for (const table of ['Membership', 'Role', 'Project', 'FormerSlug']) {
    expect(await rows(`select 1 from "${table}" where "organizationId" = $1`, [org.id])).toEqual([])
  }
  const [{ taken } = {}] = await rows(`select slug_is_taken('long-gone') or slug_is_taken('before-that') as taken`)
  expect(taken).toBe(false)
})

test('sessions and mailed secrets go once they are over, and those that are not stay', async () => {
  const [over, idle, alive] = [await person('over'), await person('idle'), await person('alive')]
  for (const one of [over, idle, alive]) {
    await signedIn(one)
    await rows(
      `insert into "Token" (purpose, digest, "userId", email, "expiresAt") values ('sign_in_link', sha256($1::text::bytea), $1::uuid, 'x', now() + interval '1 hour')`,
      [one.id],
    )
  }
  await rows(`update "Session" set "expiresAt" = now() - interval '1 minute' where "userId" = $1`, [over.id])
  await rows(`update "Token" set "expiresAt" = now() - interval '1 minute' where "userId" = $1`, [over.id])
  await rows(`update "Session" set "lastUsedAt" = now() - interval '8 days' where "userId" = $1`, [idle.id])
  await sweep()
  const left = async (table: string) =>
    (await rows(`select "userId" from "${table}" where "userId" = any ($1)`, [[over.id, idle.id, alive.id]])).map(
      (one) => one.userId,
    )
  expect(await left('Session')).toEqual([alive.id])
  expect((await left('Token')).sort()).toEqual([idle.id, alive.id].sort())
})

test('a sign-up that nobody proved within a week is forgotten; whoever proved it, or still may, is not', async () => {
  const ghost = await person('ghost', { verified: false, password: null })
  const waiting = await person('waiting', { verified: false, password: null })
  const proved = await person('proved', { password: null })
  const fresh = await person('fresh', { verified: false, password: null })
  await rows(`update "User" set "createdAt" = now() - interval '8 days' where id = any ($1)`, [
    [ghost.id, waiting.id, proved.id],
  ])
  await rows(
    `insert into "Token" (purpose, digest, "userId", email, "expiresAt") values ('verify_email', sha256('waiting'), $1, $2, now() + interval '1 hour')`,
    [waiting.id, waiting.email],
  )
  await sweep()
  expect(await Promise.all([ghost, waiting, proved, fresh].map(({ id }) => exists('User', id)))).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('nor does it stop at one that owned an organization: who is left owns it', async () => {
  const { org, una, vera } = await organization('forgotten', { una: 'owner', vera: 'admin' })
  await rows(`delete from "Password" where "userId" = $1`, [una.id])
  await rows(`delete from "Session" where "userId" = $1`, [una.id])
  await rows(`update "User" set "emailVerified" = null, "createdAt" = now() - interval '8 days' where id = $1`, [
    una.id,
  ])
  await sweep()
  const left = await rows(`select "userId", "builtInRole" from "Membership" where "organizationId" = $1`, [org.id])
  expect(left).toEqual([{ userId: vera.id, builtInRole: 'owner' }])
})

test('of more sign-ups than fit into one transaction none is left behind, nor what they were given meanwhile', async () => {
  const { org, olive } = await organization('crowded')
  await rows(
    `with ghosts as (
       insert into "User" (email, name, "createdAt")
       select 'ghost-' || n || '@crowd.test', 'Ghost', now() - interval '8 days' from generate_series(1, 205) n returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select $1, id, 'viewer' from ghosts`,
    [org.id],
  )
  await sweep()
  expect(await rows(`select id from "User" where email like 'ghost-%@crowd.test'`)).toEqual([])
  expect(await rows(`select "userId" from "Membership" where "organizationId" = $1`, [org.id])).toEqual([
    { userId: olive.id },
  ])
})
