import { expect, test } from 'vitest'
import { createProject, renameProject } from '@/app/o/[slug]/projects/actions'
import { inTransaction, scopedTo } from '@/lib/db/scope'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/domain/audit/log'
import { as, asOne } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

test('ten changes at once make one chain without a gap, each naming its actor', async () => {
  const { org, mia, ada } = await organization('chain', { mia: 'member', ada: 'admin' })
  await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      asOne(i % 2 ? mia : ada, () => outcome(() => createProject(org.slug, {}, form({ name: `p${i}` })))),
    ),
  )
  expect(await broken(org.id)).toBeNull()
  const actors = await rows(
    `select "actorId", count(*)::int from "AuditEvent" where "organizationId" = $1 group by 1`,
    [org.id],
  )
  expect(actors).toHaveLength(2)
  expect(actors).toContainEqual({ actorId: mia.id, count: 5 })
})

test('whoever rewrites history in the tables is found out; erasing a person’s details is not rewriting', async () => {
  const { org, ada } = await organization('rewritten', { ada: 'admin' })
  await as(ada)
  for (const name of ['a', 'b', 'c']) await outcome(() => createProject(org.slug, {}, form({ name })))
  const db = await connection()
  for (const [sql, found] of [
    [`update "AuditEvent" set "actorId" = null where sequence = 2 and "organizationId" = $1`, 'event 2'],
    [
      `update "AuditDetail" set detail = detail || '{"ip": "192.0.2.1"}' where sequence = 2 and "organizationId" = $1`,
      'detail 2',
    ],
    [`delete from "AuditEvent" where sequence = 3 and "organizationId" = $1`, 'the head'],
  ] as const) {
    await db.query('create table kept_event as table "AuditEvent"')
    await db.query('create table kept_detail as select "organizationId", sequence, salt, detail from "AuditDetail"')
    await db.query(sql, [org.id])
    expect(await broken(org.id)).toBe(found)
    await db.query('delete from "AuditEvent"')
    await db.query('insert into "AuditEvent" table kept_event')
    await db.query('insert into "AuditDetail" ("organizationId", sequence, salt, detail) table kept_detail')
    await db.query('drop table kept_event, kept_detail')
  }
  await db.query(`delete from "AuditDetail" where "organizationId" = $1`, [org.id])
  expect(await broken(org.id)).toBeNull()
  await db.end()
})

test('what happened says before and after, from where, and in which request', async () => {
  const { org, ada } = await organization('told', { ada: 'admin' })
  const { id } = await row<{ id: string }>(
    `insert into "Project" ("organizationId", name) values ($1, 'Apollo') returning id`,
    [org.id],
  )
  await as(ada)
  await renameProject(org.slug, {}, form({ id, name: 'Gemini' }))
  const { detail } = await row<{ detail: object }>(`select detail from "AuditDetail" where "organizationId" = $1`, [
    org.id,
  ])
  expect(detail).toMatchObject({
    actor: { name: 'ada', email: ada.email },
    target: 'Gemini',
    before: { name: 'Apollo' },
    after: { name: 'Gemini' },
    ip: expect.stringMatching(/^[\d.:a-f]+$/),
    requestId: expect.any(String),
    sessionId: expect.any(String),
  })
})

test('a change that fails leaves neither the change nor the fact', async () => {
  const { org, ada } = await organization('rolled-back', { ada: 'admin' })
  await as(ada)
  const db = await connection()
  await db.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '23505'; end $$`,
  )
  await db.query(`create trigger refuse before insert on "AuditDetail" for each row execute function refuse()`)
  const said = await createProject(org.slug, {}, form({ name: 'Apollo' }))
  await db.query(`drop function refuse cascade`)
  await db.end()
  expect(said).toMatchObject({ message: 'That is already taken.' })
  expect(await rows(`select 1 from "Project" where "organizationId" = $1`, [org.id])).toEqual([])
  expect(await rows(`select 1 from "AuditEvent" where "organizationId" = $1`, [org.id])).toEqual([])
})

test('nobody tells a history of the future, or of before the last event', async () => {
  const { org, ada } = await organization('times', { ada: 'admin' })
  const event = (at: string) => JSON.stringify([{ action: 'project.created', actorId: ada.id, at, detail: {} }])
  await inTransaction({ organizationId: org.id }, async (db) => {
    for (const at of ['2020-01-01', '2019-01-01', '2999-01-01'])
      await db.$executeRaw`select append_audit(${event(at)}::jsonb)`
  })
  const times = await rows<{ at: Date }>(`select at from "AuditEvent" where "organizationId" = $1 order by sequence`, [
    org.id,
  ])
  expect(times[0]?.at).toEqual(new Date('2020-01-01'))
  expect(times[1]?.at).toEqual(new Date('2020-01-01'))
  expect(times[2]?.at.getTime()).toBeLessThanOrEqual(Date.now() + 1_000)
})

test('the log filters by what, who and when, and pages by its own sequence', async () => {
  const { org, ada, mia } = await organization('filters', { ada: 'admin', mia: 'member' })
  for (const who of [ada, mia]) {
    await as(who)
    for (let i = 0; i < 14; i++) await outcome(() => createProject(org.slug, {}, form({ name: `${who.name} ${i}` })))
  }
  const list = (filter: object) =>
    listAuditEvents({ db: scopedTo({ organizationId: org.id }) } as never, listAuditEventsSchema.parse(filter))
  const first = await list({})
  expect(first.events).toHaveLength(25)
  expect((await list({ before: first.next })).events.map(({ sequence }) => sequence)).toEqual(['3', '2', '1'])
  expect((await list({ actor: ada.email.toUpperCase() })).events).toHaveLength(14)
  expect((await list({ action: 'project.deleted' })).events).toEqual([])
  expect((await list({ to: '2020-01-01' })).events).toEqual([])
  expect((await list({ from: new Date().toISOString().slice(0, 10) })).events).toHaveLength(25)
})
