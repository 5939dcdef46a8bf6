import { expect, test } from 'vitest'
import { GET as csv } from '@/app/api/o/[slug]/audit-log/csv/route'
import { GET as jsonl } from '@/app/api/o/[slug]/audit-log/jsonl/route'
import { createProject, renameProject } from '@/app/o/[slug]/projects/actions'
import { AUDIT_AT_ONCE } from '@/lib/parameters'
import { as, asNobody, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { tellHistory } from '@/tests/support/history'
import { open } from '@/tests/support/open'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

/** As RFC 4180 has it, by somebody who shares no code with what wrote it. */
function parse(text: string) {
  const records = text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g) ?? []
  return records.map((record) =>
    [...record.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    ),
  )
}

const lastExport = (organizationId: string) =>
  row<{ actorId: string; detail: { after: object } }>(
    `select e."actorId", d.detail from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence)
      where e."organizationId" = $1 and action = 'audit.exported' order by sequence desc limit 1`,
    [organizationId],
  )

test('a sheet gets every event and runs none of them: what looks like a formula is text', async () => {
  const { org, ada } = await organization('sheets', { ada: 'admin' })
  await as(ada)
  const names = ['=HYPERLINK("http://evil.test";"x")', '+1', '-1', '@SUM(A1)', 'a "quoted", name', '＝1+1', 'plain']
  for (const name of names) await outcome(() => createProject(org.slug, {}, form({ name })))
  await rows(`update "User" set name = $1 where id = $2`, ['\t=1+1', ada.id])
  await outcome(() => createProject(org.slug, {}, form({ name: 'by a tab' })))

  const answer = await open(csv, org.slug)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': expect.stringMatching(/^attachment; filename="sheets-audit-log-\d{4}-\d\d-\d\d\.csv"$/),
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringContaining(`default-src 'none'`),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  const [heading = [], ...events] = parse(bytes.subarray(3).toString())
  expect(heading.slice(0, 5)).toEqual(['sequence', 'at', 'action', 'actor_id', 'actor_name'])
  expect(events).toHaveLength(8)
  for (const cells of events) {
    expect(cells).toHaveLength(heading.length)
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
  }
  const targets = events.map((cells) => cells[heading.indexOf('target_name')])
  expect(targets).toEqual([...names.map((name) => (/^[=+\-@＝]/.test(name) ? `'${name}` : name)), 'by a tab'])
  expect(events.at(-1)?.[4]).toBe(`'\t=1+1`)
  expect(JSON.parse(events[6]?.[heading.indexOf('after')] ?? '')).toEqual({ name: 'plain' })
})

test('JSON Lines tell before, after, from where, and the hashes; the file ends before the event that says it was made', async () => {
  const { org, ada, mia } = await organization('machines', { ada: 'admin', mia: 'member' })
  const { id } = await row<{ id: string }>(
    `insert into "Project" ("organizationId", name) values ($1, 'Apollo') returning id`,
    [org.id],
  )
  await asOne(ada, () => renameProject(org.slug, {}, form({ id, name: 'Gemini' })))
  await asOne(mia, () => outcome(() => createProject(org.slug, {}, form({ name: 'Mercury' }))))
  await rows(`delete from "AuditDetail" where "organizationId" = $1 and sequence = 2`, [org.id])

  await as(ada)
  const events = (await (await open(jsonl, org.slug)).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events).toEqual([
    {
      sequence: 1,
      organizationId: org.id,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      action: 'project.renamed',
      actorId: ada.id,
      effectiveActorId: ada.id,
      target: id,
      detail: expect.objectContaining({
        before: { name: 'Apollo' },
        after: { name: 'Gemini' },
        ip: expect.any(String),
      }),
      detailDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      previousHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    expect.objectContaining({ sequence: 2, detail: null, previousHash: events[0].hash }),
  ])
  expect(await lastExport(org.id)).toMatchObject({ actorId: ada.id, detail: { after: { format: 'jsonl' } } })

  const mine = await (await open(jsonl, org.slug, `?actor=${ada.email}&action=project.renamed&from=2000-01-01`)).text()
  expect(
    mine
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).sequence),
  ).toEqual([1])
  expect((await lastExport(org.id)).detail.after).toEqual({
    format: 'jsonl',
    actor: ada.email,
    action: 'project.renamed',
    from: '2000-01-01',
  })
  expect(await (await open(jsonl, org.slug, '?actor=nobody@nowhere.test')).text()).toBe('')
})

test('whoever may not read the log gets no file, and no trace says that they did', async () => {
  const { org, mia } = await organization('closed', { mia: 'member' })
  const { org: other, ada } = await organization('elsewhere', { ada: 'admin' })
  asNobody()
  expect((await open(csv, org.slug)).status).toBe(401)
  await as(ada)
  expect((await open(csv, org.slug)).status).toBe(404)
  await as(mia)
  const refused = await open(csv, org.slug)
  expect(refused.status).toBe(403)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  expect((await open(csv, 'elsewhere', '?action=made.up')).status).toBe(404)
  expect(
    await rows(`select 1 from "AuditEvent" where action = 'audit.exported' and "organizationId" = $1`, [org.id]),
  ).toEqual([])

  await as(ada)
  expect((await open(csv, 'elsewhere', '?action=made.up')).status).toBe(400)
  expect((await open(csv, 'elsewhere', '?from=yesterday')).status).toBe(400)
  // another site’s page cannot make a browser fetch it, and write into the log, in somebody’s name
  const foreign = await open(csv, 'elsewhere', '', { headers: { 'sec-fetch-site': 'cross-site' } })
  expect(foreign.status).toBe(403)
  expect(await rows(`select 1 from "AuditEvent" where "organizationId" = $1`, [other.id])).toEqual([])
})

test('the first lines are there before the rest is read, and nothing more is read once nobody takes it', async () => {
  const { org, ada } = await organization('long', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 5_000 })
  await as(ada)
  const reader = (await open(jsonl, org.slug)).body?.getReader()
  const first = Buffer.from((await reader?.read())?.value ?? []).toString()
  expect(JSON.parse(first.slice(0, first.indexOf('\n')))).toMatchObject({ sequence: 1 })
  // what is not read yet can still be erased: it is not in some memory of ours
  await rows(`delete from "AuditDetail" where "organizationId" = $1 and sequence > 3000`, [org.id])
  let text = first
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    text += Buffer.from(piece.value).toString()
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events).toHaveLength(5_000)
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 5_000 }, (_, i) => i + 1))
  expect(events.slice(0, 1_000).every(({ detail }) => detail)).toBe(true)
  expect(events.slice(3_000).every(({ detail }) => detail === null)).toBe(true)
})

test('only a few are written at the same time; whoever goes away makes room', async () => {
  const { org, ada } = await organization('busy', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 5_000 })
  await as(ada)
  const away = new AbortController()
  const running = [await open(csv, org.slug, '', { signal: away.signal })]
  while (running.length < AUDIT_AT_ONCE) running.push(await open(csv, org.slug))
  const refused = await open(csv, org.slug)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('30')

  away.abort() // a client that closed its connection
  await expect.poll(async () => (await open(csv, org.slug)).status).toBe(200)
  await expect(running[0]?.text()).rejects.toThrow('The reader is gone.')
  await running[1]?.body?.cancel() // a browser that cancelled the download
  await expect.poll(async () => (await open(csv, org.slug)).status).toBe(200)
  // and whoever takes it all makes room as well
  for (const answer of running.slice(2)) expect(parse(await answer.text()).length).toBeGreaterThan(5_000)
  const [one, another] = [await open(csv, org.slug), await open(csv, org.slug)]
  expect([one.status, another.status]).toEqual([200, 200])
  await Promise.all([one.text(), another.text()])
})

test('an organization’s exports are limited, as each reads all of it', async () => {
  const { org, ada } = await organization('eager', { ada: 'admin' })
  await as(ada)
  const statuses: number[] = []
  for (let i = 0; i < 31; i++) {
    const answer = await open(jsonl, org.slug, '?to=2000-01-01')
    statuses.push(answer.status)
    await answer.text()
  }
  expect(statuses).toEqual([...Array(30).fill(200), 429])
})
