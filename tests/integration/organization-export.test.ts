import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { GET as exported } from '@/app/api/o/[slug]/export/route'
import { leftOut, type Section, sections, singles } from '@/lib/domain/organizations/exported-sections'
import { asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { provedDomain } from '@/tests/support/domains'
import { environment } from '@/tests/support/environment'
import { tenant } from '@/tests/support/isolation'
import { type Person, person } from '@/tests/support/people'
import { customRole, joinWith, type Organization, organization } from '@/tests/support/world'

const described: Omit<Section, 'read'>[] = [...Object.values(sections), ...singles]

test('every table of an organization is in the export, or left out with a reason', () => {
  const named = [...described.map(({ table }) => table), ...Object.keys(leftOut)]
  expect(
    tenant.filter((table) => !named.includes(table)),
    'add a section to lib/domain/organizations/exported-sections.ts, or name the table in `leftOut` and say why',
  ).toEqual([])
  expect([...named].sort(), 'a table that is named twice, or is no tenant’s').toEqual([...tenant].sort())
  for (const why of Object.values(leftOut)) expect(why.length).toBeGreaterThan(15)
})

test.each(described)('so is every column of $table', async ({ table, select, without = {} }) => {
  const columns = await rows<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  )
  const said = [...Object.keys(select), ...Object.keys(without), 'organizationId']
  expect(
    columns.map(({ name }) => name).filter((name) => !said.includes(name)),
    `add it to the \`select\` of ${table} in lib/domain/organizations/exported-sections.ts, or to \`without\` with a reason`,
  ).toEqual([])
})

async function take(who: Person, { slug }: Organization) {
  const answer = await asOne(who, () =>
    exported(new NextRequest(new URL(`/api/o/${slug}/export`, environment.APP_URL)), {
      params: Promise.resolve({ slug }),
    }),
  )
  expect(answer.status).toBe(200)
  return answer.text()
}

/** A row in every table that the export covers, with a mark that no other organization has. */
async function fill(org: Organization, owner: Person, mark: string) {
  const role = await customRole(org, `Role ${mark}`, ['project:read'])
  const ada = await joinWith(org, await person(`ada-${mark}`), ['organization:read'], `Reader ${mark}`)
  const left = await person(`left-${mark}`)
  const asking = await person(`asking-${mark}`)
  const insert = (table: string, columns: string, values: string, more: unknown[] = []) =>
    rows(`insert into "${table}" ("organizationId", ${columns}) values ($1, ${values})`, [org.id, ...more])
  await insert('FormerSlug', 'slug', '$2', [`former-${mark}`])
  await insert('ReleasedSlug', 'slug', '$2', [`released-${mark}`])
  await insert('OrganizationLogo', 'bytes, digest', `'\\x00ff', 'd'`)
  await insert('Policy', '"sessionIdle", networks', `60, '{0.0.0.0/0}'`)
  await insert('FormerMember', '"userId"', '$2', [left.id])
  await insert(
    'OwnershipOffer',
    '"fromId", "toId", becomes, "expiresAt"',
    `(select id from "Membership" where "organizationId" = $1 and "builtInRole" = 'owner'), $2, 'admin', now() + interval '1 day'`,
    [ada.membershipId],
  )
  await rows(
    `with link as (
       insert into "Invitation" ("organizationId", "builtInRole", "linkTokenDigest", "maxUses", uses, message, "expiresAt", "invitedById")
       values ($1, 'viewer', decode(md5($2), 'hex'), 3, 1, $2, now() + interval '1 day', $3) returning id)
     insert into "InvitationUse" ("organizationId", "invitationId", "userId") select $1, id, $3 from link`,
    [org.id, `message ${mark}`, owner.id],
  )
  await provedDomain(org, `${mark}.example`)
  await insert('JoinRequest', '"userId", email, "expiresAt"', `$2, $3, now()`, [asking.id, asking.email])
  await insert('AccessRequest', '"membershipId", permission, note', `$2, 'audit:read', $3`, [
    ada.membershipId,
    `note ${mark}`,
  ])
  await insert(
    'RoleView',
    '"sessionId", "roleId", "expiresAt"',
    `(select id from "Session" where "userId" = $2 limit 1), $3, now()`,
    [owner.id, role.id],
  )
  await insert('Refusal', '"actorId", permission, minute', `$2, $3, '2026-01-01'`, [ada.id, `refused ${mark}`])
  await insert('Project', 'name', '$2', [`project ${mark}`])
  await rows(
    `update "Membership" set "temporaryBuiltInRole" = 'member', "temporaryUntil" = now() + interval '1 day' where id = $1`,
    [ada.membershipId],
  )
}

test('it holds something of each, of this organization and of no other', async () => {
  const [here, there] = [await organization('here-mark'), await organization('there-mark')]
  for (const { olive } of [here, there]) await asOne(olive, async () => null)
  await fill(here.org, here.olive, 'aaa')
  await fill(there.org, there.olive, 'zzz')
  const text = await take(here.olive, here.org)
  const data = JSON.parse(text)
  expect(data).toMatchObject({
    version: 2,
    organization: { slug: 'here-mark', seatLimit: null, auditRetentionDays: null },
    policy: { sessionIdle: 60, networks: ['0.0.0.0/0'] },
    logo: { type: 'image/webp', base64: 'AP8=' },
    complete: true,
  })
  for (const [name, { select }] of Object.entries(sections)) {
    expect(data[name].length, `${name}: insert one in fill(), above`).toBeGreaterThan(0)
    expect(Object.keys(data[name][0]).sort(), name).toEqual(Object.keys(select).sort())
  }
  expect(data.members).toContainEqual(expect.objectContaining({ temporaryBuiltInRole: 'member' }))
  expect(data.refusals).toMatchObject([{ permission: 'refused aaa' }])
  expect(text).not.toMatch(/zzz|there-mark|digest|token/i)
})

test('long lists go on where a page ended, also those without an id: everything once', async () => {
  const { org, olive } = await organization('pages')
  await rows(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute)
     select $1, $2, 'p' || n, '2026-01-01'::timestamptz + make_interval(mins => n / 700) from generate_series(1, 1203) n`,
    [org.id, olive.id],
  )
  await rows(
    `insert into "ReleasedSlug" ("organizationId", slug) select $1, 'slug-' || n from generate_series(1, 1100) n`,
    [org.id],
  )
  await rows(
    `with gone as (insert into "User" (email, name) select 'g' || n || '@pages.test', 'G' from generate_series(1, 1001) n returning id)
     insert into "FormerMember" ("organizationId", "userId") select $1, id from gone`,
    [org.id],
  )
  const data = JSON.parse(await take(olive, org))
  const unique = (list: Record<string, string>[], key: string) => [
    list.length,
    new Set(list.map((one) => one[key])).size,
  ]
  expect(unique(data.refusals, 'permission')).toEqual([1203, 1203])
  expect(unique(data.releasedSlugs, 'slug')).toEqual([1100, 1100])
  expect(unique(data.formerMembers, 'userId')).toEqual([1001, 1001])
})
