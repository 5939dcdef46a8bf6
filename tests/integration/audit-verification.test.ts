import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { deleteAccount } from '@/app/account/delete/actions'
import { GET as verify } from '@/app/api/o/[slug]/audit-log/verify/route'
import { changeRole } from '@/app/o/[slug]/members/actions'
import { createProject } from '@/app/o/[slug]/projects/actions'
import { verifyAuditChain } from '@/lib/domain/audit/verification'
import { as, asOne } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { connection, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { tellHistory } from '@/tests/support/history'
import { open } from '@/tests/support/open'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

const lines = async (answer: Response) =>
  (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('an unbroken chain is said to be so, with progress, since when, and where it ends', async () => {
  const { org, ada } = await organization('unbroken', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 2_500, days: 30 })
  await as(ada)
  const answer = await open(verify, org.slug)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  const told = await lines(answer)
  expect(told.slice(0, -1)).toEqual([1_000, 2_000, 2_500].map((checked) => ({ checked, of: 2_500 })))
  const [{ hash } = {}] = await rows(
    `select encode(hash, 'hex') as hash from "AuditHead" where "organizationId" = $1`,
    [org.id],
  )
  expect(told.at(-1)).toEqual({
    ok: true,
    says: expect.stringMatching(/^2,500 events, unbroken since \w+ \d+, \d{4}\.$/),
    head: { sequence: '2500', hash },
  })
  expect(await broken(org.id)).toBeNull()
})

test('whatever is rewritten, the first row that is not as it was is named, with what is wrong', async () => {
  const { org, ada } = await organization('tampered', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 1_200 })
  const db = await connection()
  const tampering: [sql: string, sequence: string, fault: string][] = [
    [`update "AuditEvent" set action = 'project.deleted' where sequence in (17, 900) and`, '17', 'hash'],
    [`update "AuditEvent" set "actorId" = gen_random_uuid() where sequence = 1001 and`, '1001', 'hash'],
    [`update "AuditEvent" set at = at - interval '1 day' where sequence = 1000 and`, '1000', 'hash'],
    [`update "AuditDetail" set detail = detail || '{"ip": "192.0.2.1"}' where sequence = 40 and`, '40', 'detail'],
    [`update "AuditDetail" set salt = 'pepper' where sequence = 1200 and`, '1200', 'detail'],
    [`delete from "AuditEvent" where sequence = 500 and`, '501', 'gap'],
    [`delete from "AuditEvent" where sequence = 1 and`, '2', 'gap'],
    [`delete from "AuditEvent" where sequence = 1200 and`, '1200', 'head'],
    [`update "AuditEvent" set "previousHash" = sha256('x') where sequence = 3 and`, '3', 'link'],
    // whoever seals the forged event again has broken the link to the next
    [
      `update "AuditEvent" e set action = 'project.deleted', hash = audit_hash(row(e."organizationId", e.sequence, e.at, e."actorId", e."effectiveActorId", 'project.deleted', e.target, e."detailDigest", e."previousHash", e.hash)::"AuditEvent") where sequence = 1000 and`,
      '1001',
      'link',
    ],
    [`update "AuditHead" set hash = sha256('x') where`, '1201', 'head'],
    [`delete from "AuditHead" where`, '1', 'head'],
    [`update "AuditHead" set "anchorHash" = sha256('x') where`, '0', 'anchor'],
    // a prefix that is taken away by hand, and the anchor moved behind it
    [`update "AuditHead" set "anchorSequence" = 5, "anchorHash" = sha256('x') where`, '5', 'anchor'],
  ]
  const here = `where "organizationId" = '${org.id}'`
  for (const [sql, sequence, fault] of tampering) {
    await db.query('begin')
    await db.query(`create table kept_event as select * from "AuditEvent" ${here}`)
    await db.query(
      `create table kept_detail as select "organizationId", sequence, salt, detail from "AuditDetail" ${here}`,
    )
    await db.query(`create table kept_head as select * from "AuditHead" ${here}`)
    await db.query(`${sql} "organizationId" = $1`, [org.id])
    await db.query('commit')
    expect((await verifyAuditChain(org.id)).broken, sql).toEqual({ sequence, fault })
    await db.query('begin')
    await db.query(`delete from "AuditEvent" ${here}`)
    await db.query(`delete from "AuditHead" ${here}`)
    await db.query('insert into "AuditEvent" table kept_event')
    await db.query('insert into "AuditDetail" ("organizationId", sequence, salt, detail) table kept_detail')
    await db.query('insert into "AuditHead" table kept_head')
    await db.query('drop table kept_event, kept_detail, kept_head')
    await db.query('commit')
  }
  await db.end()
  expect((await verifyAuditChain(org.id)).broken).toBeNull()
})

test('a person whose details are gone, as actor and as target, leaves a chain that verifies and says how many are erased', async () => {
  const { org, ada, mia } = await organization('forgotten', { ada: 'admin', mia: 'member' })
  await asOne(mia, () => outcome(() => createProject(org.slug, {}, form({ name: 'Apollo' }))))
  await asOne(ada, () => changeRole(org.slug, {}, form({ membershipId: mia.membershipId, role: 'viewer' })))
  await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'Gemini' }))))
  await asOne(mia, () => outcome(() => deleteAccount({}, form({ confirmation: mia.email }))))
  const verdict = await verifyAuditChain(org.id)
  expect(verdict).toMatchObject({ checked: 4, erased: 3, broken: null })
  expect(await broken(org.id)).toBeNull()
  const left = await rows(
    `select detail::text, "actorEmail", "targetUserId" from "AuditDetail" where "organizationId" = $1`,
    [org.id],
  )
  expect(JSON.stringify(left)).not.toMatch(new RegExp(`${mia.email}|${mia.id}|"mia"`))
})

test('nobody can rewrite, delete or forge history with what the application may do', async () => {
  const { org, ada } = await organization('append-only', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 3 })
  const db = await connection()
  await db.query('set role atrium_app')
  await db.query(`select set_config('app.organization_id', $1, false)`, [org.id])
  for (const table of ['AuditEvent', 'AuditDetail', 'AuditHead'])
    for (const act of [
      `update "${table}" set sequence = sequence`,
      `delete from "${table}"`,
      `truncate "${table}" cascade`,
      `insert into "${table}" default values`,
      `update "${table}" set ${table === 'AuditHead' ? '"anchorHash"' : table === 'AuditEvent' ? 'hash' : 'salt'} = 'x'`,
      `alter table "${table}" disable row level security`,
    ])
      await expect(db.query(act), act).rejects.toThrow(/permission denied|must be owner/)
  await expect(db.query(`update "Refusal" set ip = null`)).rejects.toThrow(/permission denied/)
  await expect(db.query(`delete from "Refusal"`)).rejects.toThrow(/permission denied/)
  await db.end()
  expect((await verifyAuditChain(org.id)).checked).toBe(3)
})

test('a verification looks at one moment: what is appended meanwhile neither breaks it nor is waited for', async () => {
  const { org, ada } = await organization('meanwhile', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 2_100 })
  let appended = false
  const verdict = await verifyAuditChain(org.id, async () => {
    if (appended) return
    appended = true
    await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'late' }))))
  })
  expect(verdict).toMatchObject({ checked: 2_100, broken: null, head: { sequence: '2100' } })
})

test('npm run audit:verify names the first broken row of whichever organization, and ends with 1', async () => {
  const { org, ada } = await organization('operated', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 20 })
  const run = (...slugs: string[]) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', 'scripts/audit-verify.ts', ...slugs], (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), said: out + err }),
      )
    })
  expect(await run('operated')).toMatchObject({
    code: 0,
    said: expect.stringContaining('✓ operated: 20 events, unbroken since'),
  })
  await rows(`update "AuditEvent" set target = 'x' where sequence = 7 and "organizationId" = $1`, [org.id])
  const found = await run()
  expect(found.code).toBe(1)
  expect(found.said).toContain('✗ operated: Event 7 is not what was written: its hash differs.')
  expect(found.said).toContain('✓ unbroken: 2,500 events')
}, 60_000)
