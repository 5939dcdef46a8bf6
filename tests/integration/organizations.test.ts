import { expect, test } from 'vitest'
import { checkSlug, createOrganization } from '@/app/new/actions'
import { checkNewSlug, renameOrganization } from '@/app/o/[slug]/settings/actions'
import { consume } from '@/lib/access/rate-limit'
import { as, asNobody, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { join, organization } from '@/tests/support/world'

const create = (fields: Record<string, string>) => outcome(() => createOrganization({}, form(fields)))
const rename = (slug: string, name: string) => outcome(() => renameOrganization(slug, {}, form({ name })))
const nameOf = async (id: string) => (await row('select name from "Organization" where id = $1', [id])).name

test('whoever creates an organization owns it, and its history begins with that', async () => {
  const ada = await person('ada')
  await as(ada)
  expect(await create({ name: 'Analytical Engines', slug: 'engines' })).toEqual({ redirectTo: '/o/engines' })
  const made = await row(
    `select o.name, m."userId", m."builtInRole" as role, e.action, e."actorId", e.target = o.id::text as "targets it"
       from "Organization" o join "Membership" m on m."organizationId" = o.id join "AuditEvent" e on e."organizationId" = o.id
      where o.slug = 'engines'`,
  )
  expect(made).toEqual({
    name: 'Analytical Engines',
    userId: ada.id,
    role: 'owner',
    action: 'organization.created',
    actorId: ada.id,
    'targets it': true,
  })
})

test('a stranger creates nothing and is asked to sign in', async () => {
  asNobody()
  expect(await create({ name: 'Nobody', slug: 'nobodys' })).toEqual({ redirectTo: '/sign-in' })
  expect(await rows(`select from "Organization" where slug = 'nobodys'`)).toEqual([])
})

test('names are cleaned: nothing invisible, single spaces, at most 80 characters', async () => {
  await as(await person('ada'))
  const spoofed = '  Acme\u202e\u200b\u0007   Inc. '
  expect(await create({ name: spoofed, slug: 'cleaned' })).toEqual({ redirectTo: '/o/cleaned' })
  expect(await row(`select name from "Organization" where slug = 'cleaned'`)).toEqual({ name: 'Acme Inc.' })
  for (const name of ['', ' \u200b ', 'x'.repeat(81)]) {
    expect(await create({ name, slug: 'unnamed' })).toMatchObject({ fieldErrors: { name: [expect.any(String)] } })
  }
  expect(await rows(`select from "Organization" where slug = 'unnamed'`)).toEqual([])
})

test.each(['ab', 'a'.repeat(49), 'acme!', '-acme', 'acme-', 'ac me', 'äcme', '../x', 'settings', 'sign-in', 'admin'])(
  'the slug “%s” is refused at its field, and what was typed is kept',
  async (slug) => {
    await as(await person('ada'))
    expect(await create({ name: 'Acme', slug })).toMatchObject({
      fieldErrors: { slug: [expect.any(String)] },
      values: { name: 'Acme', slug },
    })
  },
)

test('without a slug it is made from the name, and the next one with that name gets the next free slug', async () => {
  await as(await person('ada'))
  expect(await create({ name: 'Café Zürich & Söhne' })).toEqual({ redirectTo: '/o/cafe-zurich-sohne' })
  expect(await create({ name: 'Café Zürich & Söhne', slug: '' })).toEqual({ redirectTo: '/o/cafe-zurich-sohne-2' })
  expect(await create({ name: 'Settings' })).toEqual({ redirectTo: '/o/settings-org' })
  expect(await create({ name: '漢字' })).toEqual({ redirectTo: '/o/org-2' })
})

test('a taken slug is said at its field', async () => {
  const { org } = await organization('taken')
  await as(await person('mallory'))
  expect(await create({ name: 'Mine', slug: org.slug })).toMatchObject({
    fieldErrors: { slug: ['That address is taken.'] },
    values: { name: 'Mine', slug: 'taken' },
  })
})

test('of two people who want the same slug in the same moment one gets it, twenty times', async () => {
  for (let round = 0; round < 20; round++) {
    const slug = `wanted-${round}`
    const [ada, linus] = await Promise.all([person('ada'), person('linus')])
    const lock = { sql: `select pg_advisory_xact_lock(hashtextextended('slug:' || $1, 0))`, values: [slug] }
    const ended = await race(lock, 2, () =>
      [ada, linus].map((one) => asOne(one, () => create({ name: one.name, slug }))),
    )
    const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
    expect(answers).toContainEqual({ redirectTo: `/o/${slug}` })
    expect(answers).toContainEqual(expect.objectContaining({ fieldErrors: { slug: ['That address is taken.'] } }))
    expect(await rows('select from "Organization" where slug = $1', [slug])).toHaveLength(1)
  }
})

test('the live check tells a free slug from a taken one, and changes nothing', async () => {
  const { org, olive } = await organization('looked-up')
  await as(olive)
  const check = async (slug: string) => checkSlug({}, form({ slug }))
  expect(await check('still-free')).toEqual({ results: [{ subject: 'still-free', outcome: 'free', ok: true }] })
  expect(await check(org.slug)).toMatchObject({ results: [{ ok: false, outcome: 'That address is taken.' }] })
  expect(await check('Settings')).toMatchObject({ fieldErrors: { slug: [expect.stringContaining('reserved')] } })
  expect(await checkNewSlug(org.slug, {}, form({ slug: org.slug }))).toMatchObject({ results: [{ ok: true }] })
  expect(await rows('select from "AuditEvent" where "organizationId" = $1', [org.id])).toEqual([])
})

test('nobody reads the register of slugs by trying them all', async () => {
  const mallory = await person('mallory')
  await as(mallory)
  await consume('lookUp', mallory.id, 119)
  expect(await checkSlug({}, form({ slug: 'last-try' }))).toMatchObject({ results: [{ ok: true }] })
  expect(await checkSlug({}, form({ slug: 'one-more' }))).toMatchObject({
    message: expect.stringMatching(/^Too many tries/),
  })
})

test('grace, an admin, renames the organization; the audit row has both names', async () => {
  const { org, grace } = await organization('old-name', { grace: 'admin' })
  await as(grace)
  expect(await rename(org.slug, 'New name')).toMatchObject({ ok: true })
  expect(await nameOf(org.id)).toBe('New name')
  const event = await row(
    `select e.action, d.detail -> 'before' as before, d.detail -> 'after' as after
       from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence) where e."organizationId" = $1`,
    [org.id],
  )
  expect(event).toEqual({
    action: 'organization.renamed',
    before: { name: 'Old-name' },
    after: { name: 'New name' },
  })
})

test('linus, a member, and vera, a viewer, rename nothing and are told who can', async () => {
  const { org, linus, vera } = await organization('kept', { linus: 'member', vera: 'viewer' })
  for (const one of [linus, vera]) {
    await as(one)
    expect(await rename(org.slug, 'Hacked')).toMatchObject({ message: expect.stringContaining('organization:update') })
  }
  expect(await nameOf(org.id)).toBe('Kept')
})

test('the owner of another organization renames nothing by its slug: for them it is not there', async () => {
  const { org } = await organization('victim')
  const { mallory } = await organization('attacker', { mallory: 'owner' })
  await as(mallory)
  expect(await rename(org.slug, 'Hacked')).toMatchObject({ message: 'There is nothing here.' })
  expect(await nameOf(org.id)).toBe('Victim')
})

test('olive, a viewer in another organization, cannot use what she may do at home', async () => {
  const home = await organization('home')
  const away = await organization('away')
  const guest = await join(away.org, home.olive, 'viewer')
  await as(guest)
  expect(await rename(away.org.slug, 'Hacked')).toMatchObject({ message: expect.stringContaining('permission') })
  expect(await rename(home.org.slug, 'Home again')).toMatchObject({ ok: true })
  expect(await nameOf(away.org.id)).toBe('Away')
})
