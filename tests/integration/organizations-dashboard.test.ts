import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { updateName } from '@/app/account/actions'
import { renameOrganization } from '@/app/o/[slug]/settings/actions'
import { orgQuery } from '@/lib/access/queries'
import { readOverview } from '@/lib/domain/organizations/overview'
import { as } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { organization } from '@/tests/support/world'

afterEach(() => {
  vi.restoreAllMocks()
})

async function dashboard(slug: string) {
  const seen = await orgQuery(slug, 'organization:read', readOverview)
  if ('refusal' in seen) throw new Error(`refused with ${seen.refusal.status}`)
  return seen.data
}

async function busy(slug: string) {
  const made = await organization(slug, { olive: 'owner', grace: 'admin', linus: 'member', vera: 'viewer' })
  const { org, olive } = made
  await rows(
    `insert into "Project" ("organizationId", name, "createdAt", "archivedAt")
     select $1, 'Project ' || n, now() - n * interval '1 day', case when n > 7 then now() end from generate_series(1, 9) n`,
    [org.id],
  )
  await rows(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "expiresAt", "acceptedAt", "revokedAt") values
       ($1, 'a@people.test', 'member', now() + interval '1 day', null, null),
       ($1, 'b@people.test', 'member', now() - interval '1 day', null, null),
       ($1, 'c@people.test', 'member', now() + interval '1 day', now(), null),
       ($1, 'd@people.test', 'member', now() + interval '1 day', null, now())`,
    [org.id],
  )
  await as(olive)
  await renameOrganization(slug, {}, form({ name: 'Busy bees' }))
  return made
}

test('an admin sees how many people, open projects and pending invitations there are, and what happened last', async () => {
  const { org, grace } = await busy('busy')
  await busy('another')
  await as(grace)
  const seen = await dashboard(org.slug)
  expect(seen).toMatchObject({ members: 4, projects: 7, invitations: 1 })
  expect(seen.recentProjects.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((n) => `Project ${n}`))
  expect(seen.activity).toMatchObject([{ action: 'organization.renamed', actor: 'olive', target: 'Busy bees' }])
})

test('members and viewers see neither pending invitations nor who did what', async () => {
  const { org, linus, vera } = await busy('quiet')
  for (const one of [linus, vera]) {
    await as(one)
    expect(await dashboard(org.slug)).toMatchObject({ members: 4, projects: 7, invitations: null, activity: [] })
  }
})

test('a role of the organization’s own that may only see it sees nothing of its people and projects', async () => {
  const { org, linus } = await busy('narrow')
  await rows(
    `with r as (insert into "Role" ("organizationId", name, permissions) values ($1, 'Guest', '{organization:read}') returning id)
     update "Membership" set "builtInRole" = null, "roleId" = r.id from r where "Membership".id = $2`,
    [org.id, linus.membershipId],
  )
  await as(linus)
  expect(await dashboard(org.slug)).toEqual({
    members: null,
    projects: null,
    invitations: null,
    recentProjects: [],
    activity: [],
    offer: null,
  })
})

test('an event whose names were erased still stands', async () => {
  const { org, grace } = await busy('erased')
  await rows('delete from "AuditDetail" where "organizationId" = $1', [org.id])
  await as(grace)
  expect((await dashboard(org.slug)).activity).toMatchObject([
    { action: 'organization.renamed', actor: null, target: null },
  ])
})

test('the dashboard asks the database three times: who is calling, how much there is, and the latest of it', async () => {
  const { org, grace } = await busy('frugal')
  await as(grace)
  await dashboard(org.slug)
  const asked: string[] = []
  const query = pg.Client.prototype.query as unknown as (...args: unknown[]) => unknown
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [string | { text: string }]
    asked.push(typeof config === 'string' ? config : config.text)
    return query.apply(this, args)
  } as never)
  await dashboard(org.slug)
  expect(asked.filter((sql) => !/^(begin\b|commit$)|set_config/i.test(sql))).toEqual([
    expect.stringContaining('request_context'),
    expect.stringContaining('"Project"'),
    expect.stringContaining('"Project"'),
  ])
})

test('a person’s name is cleaned, and is theirs alone to change', async () => {
  const { olive, vera } = await organization('named', { olive: 'owner', vera: 'viewer' })
  await as(vera)
  expect(await updateName({}, form({ name: ' Vera\u202e   Rubin ', userId: olive.id, id: olive.id }))).toMatchObject({
    ok: true,
  })
  expect(await updateName({}, form({ name: '\u200b' }))).toMatchObject({ fieldErrors: { name: ['Enter your name.'] } })
  const nameOf = async (id: string) => (await row('select name from "User" where id = $1', [id])).name
  expect(await nameOf(vera.id)).toBe('Vera Rubin')
  expect(await nameOf(olive.id)).toBe('olive')
})
