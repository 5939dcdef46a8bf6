import { expect, test } from 'vitest'
import { GET } from '@/app/api/o/[slug]/members/csv/route'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { limits } from '@/lib/access/rate-limit'
import { MEMBERS_BATCH } from '@/lib/parameters'
import { as, asNobody } from '@/tests/support/as'
import { giveApp } from '@/tests/support/authenticator-app'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { open } from '@/tests/support/open'
import { outcome } from '@/tests/support/outcome'
import { customRole, endRole, joinWith, type Organization, organization } from '@/tests/support/world'

/** As RFC 4180 has it, by somebody who shares no code with what wrote it. */
function parse(text: string) {
  const records = text.replace(/^\ufeff/, '').match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g) ?? []
  const [heading = [], ...lines] = records.map((record) =>
    [...record.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    ),
  )
  return lines.map((cells) => Object.fromEntries(heading.map((name, index) => [name, cells[index]])))
}

const exported = async (slug: string, query = '') => parse(await (await open(GET, slug, query)).text())
const facts = (org: Organization) =>
  rows<{ after: object }>(
    `select d.detail -> 'after' as after from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence)
      where e."organizationId" = $1 and action = 'member.exported' order by sequence`,
    [org.id],
  )

test('grace, an admin, takes the list as a sheet: who they are, what they may do, and when they were last here', async () => {
  const { org, grace, linus, vera } = await organization('sheet', { grace: 'admin', linus: 'member', vera: 'viewer' })
  await giveApp(linus)
  await rows(`update "Membership" set "roleEndsAt" = '2030-01-01' where id = $1 returning id`, [linus.membershipId])
  await endRole(vera)
  await rows(`update "User" set name = $1 where id = $2 returning id`, ['=HYPERLINK("http://evil.test";"x")', vera.id])
  await as(grace)
  const answer = await open(GET, 'sheet', '?sort=role')
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': expect.stringMatching(/^attachment; filename="sheet-members-\d{4}-\d\d-\d\d\.csv"$/),
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringContaining(`default-src 'none'`),
  })
  const people = parse(await answer.text())
  expect(people.map(({ name, role }) => [name, role])).toEqual([
    ['olive', 'owner'],
    ['grace', 'admin'],
    ['linus', 'member'],
    [`'=HYPERLINK("http://evil.test";"x")`, 'viewer'],
  ])
  expect(people[2]).toEqual({
    name: 'linus',
    email: linus.email,
    role: 'member',
    role_last_day: '2029-12-31',
    role_afterwards: '',
    status: 'active',
    second_factor: 'yes',
    last_active_at: '',
    joined_at: expect.stringMatching(/^\d{4}-.*Z$/),
    user_id: linus.id,
  })
  expect(people[3]).toMatchObject({ status: 'ended', second_factor: 'no' })
  expect(people[1]?.last_active_at).toMatch(/^\d{4}-.*Z$/)
  expect(await facts(org)).toEqual([{ after: { format: 'csv', sort: 'role' } }])
})

test('it holds what the filters show, of this organization and no other, and the log says which', async () => {
  const { org, olive, vera } = await organization('narrow', { olive: 'owner', vera: 'viewer', linus: 'member' })
  await organization('narrow-too', { vera: 'viewer' })
  const own = await customRole(org, 'Own', [])
  await as(olive)
  expect(await exported('narrow', '?role=viewer')).toEqual([expect.objectContaining({ user_id: vera.id })])
  expect(await exported('narrow', `?role=${own.id}&q=&status=`)).toEqual([])
  expect(await exported('narrow', '?q=vera&status=active')).toHaveLength(1)
  expect(await exported('narrow')).toHaveLength(3)
  expect((await facts(org)).map(({ after }) => after)).toEqual([
    { format: 'csv', role: 'viewer', sort: '-joined' },
    { format: 'csv', role: own.id, sort: '-joined' },
    { format: 'csv', q: 'vera', status: 'active', sort: '-joined' },
    { format: 'csv', sort: '-joined' },
  ])
  expect((await open(GET, 'narrow', '?status=asleep')).status).toBe(400)
})

test('whoever may not change roles gets no file and leaves no such line', async () => {
  const { org, vera, mia, grace } = await organization('closed', { vera: 'viewer', mia: 'member', grace: 'admin' })
  const other = await organization('closed-too')
  asNobody()
  expect((await open(GET, 'closed')).status).toBe(401)
  await as(other.olive)
  expect((await open(GET, 'closed')).status).toBe(404)
  for (const someone of [vera, mia]) {
    await as(someone)
    expect((await open(GET, 'closed')).status).toBe(403)
  }
  const reader = await joinWith(org, other.olive, ['organization:read', 'member:read', 'member:remove'], 'Reader')
  await as(reader)
  expect((await open(GET, 'closed')).status).toBe(403)
  await as(grace)
  expect((await open(GET, 'closed', '', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  await outcome(() => viewAs('closed', {}, form({ role: 'member' })))
  expect((await open(GET, 'closed')).status).toBe(409)
  expect(await facts(org)).toEqual([])
})

test('a long list comes in pieces, each read when the one before was taken, and nobody is in it twice', async () => {
  const { org, olive } = await organization('long')
  const size = MEMBERS_BATCH * 2
  await rows(
    `with people as (insert into "User" (email, name) select 'p' || n || '@long.test', 'P' || n from generate_series(1, $2::int) n returning id)
     insert into "Membership" ("organizationId", "userId", "builtInRole") select $1, id, 'viewer' from people`,
    [org.id, size],
  )
  await as(olive)
  const reader = (await open(GET, 'long', '?sort=name')).body?.getReader()
  let text = ''
  for (let pieces = 0; pieces < 2; pieces++) text += Buffer.from((await reader?.read())?.value ?? []).toString()
  expect(parse(text)).toHaveLength(MEMBERS_BATCH)
  // who goes before their piece is read is not in it: nothing of it was kept
  await row(`delete from "Membership" where "organizationId" = $1 and "sortName" = 'p999' returning id`, [org.id])
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
    text += Buffer.from(piece.value).toString()
  const people = parse(text)
  expect(new Set(people.map(({ user_id }) => user_id)).size).toBe(people.length)
  expect(people).toHaveLength(size) // with Olive, and without one
})

test('so many an hour and no more', async () => {
  const { olive } = await organization('often')
  await as(olive)
  for (let count = 0; count < limits.exportMembers.points; count++) await (await open(GET, 'often')).text()
  const answer = await open(GET, 'often')
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})
