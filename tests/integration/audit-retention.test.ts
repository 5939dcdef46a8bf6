import { expect, test } from 'vitest'
import { changeRetention } from '@/app/o/[slug]/audit-log/retention/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { scopedTo } from '@/lib/db/scope'
import { findRetention } from '@/lib/domain/audit/retention'
import { verifyAuditChain } from '@/lib/domain/audit/verification'
import { sweep } from '@/lib/jobs/sweep'
import { as, asOne } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { tellHistory } from '@/tests/support/history'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

const count = async (org: { id: string }) =>
  (await row<{ count: number }>(`select count(*)::int from "AuditEvent" where "organizationId" = $1`, [org.id])).count
const offered = async (org: { id: string }) => findRetention({ db: scopedTo({ organizationId: org.id }), org } as never)

test('what an organization no longer keeps goes by the hour, as many as was said before, and what is left verifies', async () => {
  const { org, ada } = await organization('short', { ada: 'admin' })
  const { org: other, eve } = await organization('keeps', { eve: 'admin' })
  for (const [{ id }, actor] of [
    [org, ada],
    [other, eve],
  ] as const)
    await tellHistory(id, { actors: [actor], events: 5_000, days: 500 })
  await rows(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute) values ($1, $2, 'audit:read', now() - interval '200 days'), ($1, $2, 'audit:read', now())`,
    [org.id, ada.id],
  )
  const said = (await offered(org)).choices.find(({ days }) => days === 180)
  expect(said?.removes).toBeGreaterThan(3_000)

  await as(ada)
  expect(await changeRetention(org.slug, {}, form({ days: '180' }))).toMatchObject({ ok: true })
  expect(await count(org)).toBe(5_001) // nothing goes before it is swept
  await sweep()
  expect(await count(org)).toBe(5_001 - (said?.removes ?? 0))
  const verdict = await verifyAuditChain(org.id)
  expect(verdict).toMatchObject({ broken: null, removed: String(said?.removes), checked: 5_001 - (said?.removes ?? 0) })
  expect(
    await rows(`select 1 from "AuditDetail" where "organizationId" = $1 and sequence <= $2`, [org.id, said?.removes]),
  ).toEqual([])
  expect(await rows(`select 1 from "Refusal" where "organizationId" = $1`, [org.id])).toHaveLength(1)
  expect(await count(other)).toBe(5_000)

  await sweep()
  expect(await count(org)).toBe(5_001 - (said?.removes ?? 0))
  await outcome(() => createProject(org.slug, {}, form({ name: 'goes on' })))
  expect((await verifyAuditChain(org.id)).broken).toBeNull()
  await rows(`update "AuditHead" set "anchorHash" = sha256('x') where "organizationId" = $1`, [org.id])
  expect((await verifyAuditChain(org.id)).broken).toEqual({ sequence: String((said?.removes ?? 0) + 1), fault: 'link' })
})

test('a history that is old as a whole goes as a whole, and the chain goes on from its end', async () => {
  const { org, ada } = await organization('all-old', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 100, days: 500 })
  await rows(`update "Organization" set "auditRetentionDays" = 90 where id = $1`, [org.id])
  const db = await connection()
  await db.query(`update "AuditEvent" set at = at - interval '200 days' where "organizationId" = $1`, [org.id])
  await db.end()
  await sweep()
  expect(await count(org)).toBe(0)
  expect(await verifyAuditChain(org.id)).toMatchObject({ broken: null, checked: 0, removed: '100', since: null })
  await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'anew' }))))
  expect(await verifyAuditChain(org.id)).toMatchObject({ broken: null, checked: 1, head: { sequence: '101' } })
})

test('only a prefix goes: an old event behind a younger one stays until that one goes', async () => {
  const { org, ada } = await organization('odd', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 10, days: 10 })
  await rows(`update "Organization" set "auditRetentionDays" = 90 where id = $1`, [org.id])
  await rows(
    `update "AuditEvent" set at = now() - interval '100 days' where "organizationId" = $1 and sequence in (1, 2, 5)`,
    [org.id],
  )
  await sweep()
  const left = await rows<{ sequence: number }>(
    `select sequence::int from "AuditEvent" where "organizationId" = $1 order by sequence`,
    [org.id],
  )
  expect(left.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
})

test('how long is decided by whoever may change policies, after a fresh proof, within bounds, and is written down', async () => {
  const { org, ada, mia } = await organization('decided', { ada: 'admin', mia: 'member' })
  await as(mia)
  expect(await changeRetention(org.slug, {}, form({ days: '365' }))).toMatchObject({
    message: expect.stringContaining('(policy:update)'),
  })
  await as(ada)
  for (const days of ['1', '89', '0', '-365', 'x', ''])
    expect(await changeRetention(org.slug, {}, form({ days }))).toMatchObject({
      fieldErrors: { days: ['Choose how long.'] },
    })
  await rows(`update "Session" set "provedAt" = now() - interval '11 minutes' where "userId" = $1`, [ada.id])
  expect(await changeRetention(org.slug, {}, form({ days: '365' }))).toMatchObject({ stepUp: expect.anything() })
  await rows(`update "Session" set "provedAt" = now() where "userId" = $1`, [ada.id])
  expect(await changeRetention(org.slug, {}, form({ days: '365' }))).toMatchObject({ ok: true })
  expect(await changeRetention(org.slug, {}, form({ days: '365' }))).toMatchObject({
    message: 'That is how it is already.',
  })
  expect(await changeRetention(org.slug, {}, form({ days: 'forever' }))).toMatchObject({ ok: true })
  const facts = await rows(
    `select detail -> 'before' as before, detail -> 'after' as after from "AuditDetail" where "organizationId" = $1 order by sequence`,
    [org.id],
  )
  expect(facts).toEqual([
    { before: { days: null }, after: { days: 365 } },
    { before: { days: 365 }, after: { days: null } },
  ])
  await expect(rows(`update "Organization" set "auditRetentionDays" = 89 where id = $1`, [org.id])).rejects.toThrow(
    'history_is_kept_for_a_while',
  )
})

test('the application’s role removes nothing but what is due by an organization’s own setting', async () => {
  const { org, ada } = await organization('kept', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 50, days: 400 })
  const db = await connection()
  await db.query('set role atrium_app')
  await db.query(`select set_config('app.organization_id', $1, false)`, [org.id])
  for (let i = 0; i < 5; i++) await db.query('select forget_history(1000000)')
  await db.end()
  expect(await count(org)).toBe(50)
})
