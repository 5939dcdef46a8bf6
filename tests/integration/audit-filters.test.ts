import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { updateName } from '@/app/account/actions'
import { leaveOrganization } from '@/app/account/organizations/actions'
import { changeRole } from '@/app/o/[slug]/members/actions'
import { createProject, renameProject } from '@/app/o/[slug]/projects/actions'
import { scopedTo } from '@/lib/db/scope'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/domain/audit/log'
import { listRefusals, listRefusalsSchema } from '@/lib/domain/audit/refusals'
import { asOne } from '@/tests/support/as'
import { connection, row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { tellHistory } from '@/tests/support/history'
import { outcome } from '@/tests/support/outcome'
import { organization } from '@/tests/support/world'

const ctx = (org: { id: string }) => ({ db: scopedTo({ organizationId: org.id }), org }) as never
const list = async (org: { id: string }, filter: object = {}) =>
  (await listAuditEvents(ctx(org), listAuditEventsSchema.parse(filter))).events
const facts = async (org: { id: string }, filter: object) => (await list(org, filter)).map(({ action }) => action)

test('who: by address, by id, and also after they left, whatever they are called now', async () => {
  const { org, ada, mia } = await organization('who', { ada: 'admin', mia: 'member' })
  await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'Apollo' }))))
  await asOne(mia, () => outcome(() => createProject(org.slug, {}, form({ name: 'Gemini' }))))
  await asOne(mia, () => updateName({}, form({ name: 'Mia M.' })))
  await rows(`insert into "EmailAddress" ("userId", email) values ($1, 'mia@second.test')`, [mia.id])
  for (const actor of [mia.email, mia.email.toUpperCase(), mia.id, 'mia@second.test'])
    expect(await facts(org, { actor })).toEqual(['project.created'])
  await asOne(mia, () => outcome(() => leaveOrganization({}, form({ organizationId: org.id }))))
  expect(await facts(org, { actor: mia.email })).toEqual(['member.left', 'project.created'])
  for (const actor of ['nobody@nowhere.test', 'mia', '%', crypto.randomUUID()])
    expect(await facts(org, { actor })).toEqual([])
})

test('about: a thing under every name that it had, a person by address, and both together with what and when', async () => {
  const { org, ada, mia } = await organization('about', { ada: 'admin', mia: 'member' })
  await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'Apollo' }))))
  const { id } = await row<{ id: string }>(`select id from "Project" where "organizationId" = $1`, [org.id])
  await asOne(ada, () => renameProject(org.slug, {}, form({ id, name: 'Gemini' })))
  await asOne(ada, () => outcome(() => createProject(org.slug, {}, form({ name: 'Mercury' }))))
  await asOne(ada, () => changeRole(org.slug, {}, form({ membershipId: mia.membershipId, role: 'viewer' })))
  for (const target of ['apollo', 'GEMINI', id])
    expect(await facts(org, { target })).toEqual(['project.renamed', 'project.created'])
  for (const target of [mia.email, mia.membershipId, mia.id])
    expect(await facts(org, { target })).toEqual(['member.role_changed'])
  const today = new Date().toISOString().slice(0, 10)
  const all = { target: 'apollo', actor: ada.email, action: 'project.renamed', from: today, to: today }
  expect(await facts(org, all)).toEqual(['project.renamed'])
  for (const other of [
    { actor: mia.email },
    { to: '2020-01-01' },
    { from: '2999-01-01' },
    { action: 'project.deleted' },
  ])
    expect(await facts(org, { ...all, ...other })).toEqual([])
  expect(await facts(org, { target: '', actor: '', from: '', to: '', action: '' })).toHaveLength(4)
})

test('another organization’s names and addresses find nothing here', async () => {
  const { org } = await organization('mine')
  const { org: other, eve } = await organization('theirs', { eve: 'admin' })
  await asOne(eve, () => outcome(() => createProject(other.slug, {}, form({ name: 'Secret' }))))
  for (const filter of [{ target: 'Secret' }, { actor: eve.email }, { actor: eve.id }])
    expect(await list(org, filter)).toEqual([])
})

test('days are whole days, and a page goes on where the one before ended', async () => {
  const { org, ada } = await organization('days', { ada: 'admin' })
  await tellHistory(org.id, { actors: [ada], events: 100, days: 100 })
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const events = await list(org, { from: day(10), to: day(8) })
  expect(events).toHaveLength(3)
  for (const { at } of events) expect([day(10), day(9), day(8)]).toContain(at.toISOString().slice(0, 10))
  const seen: string[] = []
  let before: string | undefined
  do {
    const page = await listAuditEvents(ctx(org), listAuditEventsSchema.parse({ to: day(20), before }))
    seen.push(...page.events.map(({ sequence }) => sequence))
    before = page.next
  } while (before)
  expect(seen.length).toBeGreaterThan(75)
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)))
})

test('refusals are listed newest first, with who and what, page by page', async () => {
  const { org, mia, viv } = await organization('refused', { mia: 'member', viv: 'viewer' })
  await rows(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute)
     select $1, who, permission, date_trunc('minute', now()) - (n / 2) * interval '1 minute'
       from generate_series(1, 20) n, unnest($2::uuid[]) who, unnest($3::text[]) permission on conflict do nothing`,
    [org.id, [mia.id, viv.id, crypto.randomUUID()], ['audit:read', 'role:read']],
  )
  const seen: string[] = []
  let before: string | undefined
  do {
    const page = await listRefusals(ctx(org), listRefusalsSchema.parse({ before }))
    seen.push(
      ...page.refusals.map(({ minute, actorId, permission }) => `${minute.toISOString()} ${actorId} ${permission}`),
    )
    for (const { actor, actorId, says } of page.refusals) {
      expect(says).toMatch(/^(Read the audit log|See roles)$/)
      expect(actor?.name).toBe(actorId === mia.id ? 'mia' : actorId === viv.id ? 'viv' : undefined)
    }
    before = page.next
  } while (before)
  expect(seen).toHaveLength(11 * 6)
  expect(seen).toEqual([...new Set(seen)].sort().reverse())
  expect(listRefusalsSchema.parse({ before: 'nonsense' })).toEqual({ before: undefined })
})

test('no filter reads through the whole table: twenty thousand events, and every plan goes by an index', async () => {
  const { org, ada, mia, olive } = await organization('plans', { ada: 'admin', mia: 'member' })
  await tellHistory(org.id, { actors: [ada, mia], events: 20_000 })
  await tellHistory(org.id, { actors: [olive], events: 5, days: 0 })
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const filters = [
    {},
    { before: '10000' },
    { action: 'member.role_changed' },
    { action: 'organization.renamed' },
    { actor: ada.email },
    { actor: olive.email },
    { actor: 'left@long.ago' },
    { target: 'Project 17' },
    { target: 'never heard of' },
    { target: crypto.randomUUID() },
    { from: day(200), to: day(199) },
    { to: day(290) },
    { from: day(100), actor: mia.id, action: 'project.renamed', target: 'Project 18' },
  ]
  const asked = await statementsOf(async () => {
    for (const filter of filters) await list(org, filter)
    await listRefusals(ctx(org), {})
  })
  expect(asked.length).toBeGreaterThan(filters.length)
  const db = await connection()
  await db.query('set role atrium_app')
  await db.query(`select set_config('app.organization_id', $1, false)`, [org.id])
  for (const { text, values } of asked) {
    const { rows: plan } = await db.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const scans = plan.map((line) => line['QUERY PLAN']).filter((line) => /Seq Scan on "(Audit|Refusal)/.test(line))
    expect(scans, `${text}\n${JSON.stringify(values)}`).toEqual([])
  }
  await db.end()
}, 60_000)

type Statement = { text: string; values?: unknown[] }

/** What the application asks of the tables of history while `act` runs. */
async function statementsOf(act: () => Promise<void>): Promise<Statement[]> {
  const asked: Statement[] = []
  const query = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [statement] = given as [Statement]
    if (/^\s*select.*"(Audit|Refusal)/is.test(statement?.text ?? '')) asked.push(statement)
    return original.apply(this, given as never)
  } as never)
  await act()
  query.mockRestore()
  return asked
}

const original = pg.Client.prototype.query
