import { expect, test } from 'vitest'
import { createOrganization } from '@/app/new/actions'
import { changeSlug, renameOrganization } from '@/app/o/[slug]/settings/actions'
import { orgFrame, orgQuery } from '@/lib/access/queries'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { organization } from '@/tests/support/world'

const move = (from: string, to: string) => outcome(() => changeSlug(from, {}, form({ slug: to })))
const visit = (slug: string) => outcome(() => orgQuery(slug, 'organization:read', async ({ org }) => org.id))
const taken = { fieldErrors: { slug: ['That address is taken.'] } }

test('after a change of slug a member is redirected from the old one, and anybody else finds nothing', async () => {
  const { org, grace, vera } = await organization('before', { grace: 'admin', vera: 'viewer' })
  await as(grace)
  expect(await move('before', 'after')).toEqual({ redirectTo: '/o/after/settings?moved' })
  await as(vera)
  expect(await visit('before')).toEqual({ redirectTo: '/o/after' })
  expect(await visit('after')).toMatchObject({ data: org.id })
  await as((await organization('elsewhere')).olive)
  expect(await visit('before')).toEqual({ refusal: { status: 404 } })
  expect(await visit('before')).toEqual(await visit('never-was'))
  expect(await orgFrame('before')).toBeNull()
})

test('the audit row has both slugs', async () => {
  const { org, grace } = await organization('audited', { grace: 'admin' })
  await as(grace)
  await move('audited', 'audited-now')
  const event = await row(
    `select e.action, d.detail -> 'before' as before, d.detail -> 'after' as after
       from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence) where e."organizationId" = $1`,
    [org.id],
  )
  expect(event).toEqual({
    action: 'organization.slug_changed',
    before: { slug: 'audited' },
    after: { slug: 'audited-now' },
  })
})

test('an action under an old slug does nothing, not even for an owner', async () => {
  const { org, olive } = await organization('stale')
  await as(olive)
  await move('stale', 'fresh')
  expect(await renameOrganization('stale', {}, form({ name: 'Through the old door' }))).toMatchObject({
    message: 'There is nothing here.',
  })
  expect(await move('stale', 'fresher')).toMatchObject({ message: 'There is nothing here.' })
  expect(await row('select name, slug from "Organization" where id = $1', [org.id])).toEqual({
    name: 'Stale',
    slug: 'fresh',
  })
})

test('nobody else can take a slug that an organization had before', async () => {
  const { olive } = await organization('famous')
  await as(olive)
  await move('famous', 'retired')
  const mallory = (await organization('squatter')).olive
  await as(mallory)
  expect(await outcome(() => createOrganization({}, form({ name: 'Famous', slug: 'famous' })))).toMatchObject(taken)
  expect(await move('squatter', 'famous')).toMatchObject(taken)
  expect(await outcome(() => createOrganization({}, form({ name: 'Famous' })))).toEqual({ redirectTo: '/o/famous-2' })
})

test('an organization takes back what it was called before, and both ways lead home', async () => {
  const { org, olive } = await organization('there')
  await as(olive)
  await move('there', 'and-back')
  expect(await move('and-back', 'there')).toEqual({ redirectTo: '/o/there/settings?moved' })
  expect(await visit('and-back')).toEqual({ redirectTo: '/o/there' })
  expect(await visit('there')).toMatchObject({ data: org.id })
  expect(await rows('select slug from "FormerSlug" where "organizationId" = $1', [org.id])).toEqual([
    { slug: 'and-back' },
  ])
})

test('a member cannot change the slug, and reserved words are no slugs', async () => {
  const { org, linus, grace } = await organization('guarded', { linus: 'member', grace: 'admin' })
  await as(linus)
  expect(await move(org.slug, 'linus-was-here')).toMatchObject({ message: expect.stringContaining('permission') })
  await as(grace)
  expect(await move(org.slug, 'sign-in')).toMatchObject({ fieldErrors: { slug: [expect.any(String)] } })
  expect(await visit(org.slug)).toMatchObject({ data: org.id })
})

test('of a move and a creation that want the same slug in the same moment one gets it, twenty times', async () => {
  for (let round = 0; round < 20; round++) {
    const slug = `contested-${round}`
    const { org, olive } = await organization(`mover-${round}`)
    const linus = await person('linus')
    const lock = { sql: `select pg_advisory_xact_lock(hashtextextended('slug:' || $1, 0))`, values: [slug] }
    const ended = await race<unknown>(lock, 2, () => [
      asOne(olive, () => move(org.slug, slug)),
      asOne(linus, () => outcome(() => createOrganization({}, form({ name: 'Linus', slug })))),
    ])
    const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
    expect(answers?.filter((answer) => answer && 'redirectTo' in answer)).toHaveLength(1)
    expect(answers).toContainEqual(expect.objectContaining(taken))
    expect(await rows('select from "Organization" where slug = $1', [slug])).toHaveLength(1)
  }
})

test('two admins who move it in the same moment do not both succeed: the second acts under an old slug', async () => {
  const { org, grace, alan } = await organization('moving', { grace: 'admin', alan: 'admin' })
  const lock = { sql: 'select from "Organization" where id = $1 for no key update', values: [org.id] }
  const ended = await race<unknown>(lock, 2, () => [
    asOne(grace, () => move('moving', 'moved-by-grace')),
    asOne(alan, () => move('moving', 'moved-by-alan')),
  ])
  const answers = ended?.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
  expect(answers).toContainEqual(expect.objectContaining({ message: 'There is nothing here.' }))
  expect(await rows('select slug from "FormerSlug" where "organizationId" = $1', [org.id])).toEqual([
    { slug: 'moving' },
  ])
})

test('the database itself refuses a slug that was another organization’s', async () => {
  const { olive } = await organization('first-owner')
  await as(olive)
  await move('first-owner', 'first-owner-now')
  const { org } = await organization('second')
  await expect(rows(`update "Organization" set slug = 'first-owner' where id = $1`, [org.id])).rejects.toThrow('slug')
})
