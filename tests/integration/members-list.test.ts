import { describe, expect, test } from 'vitest'
import { updateName } from '@/app/account/actions'
import { viewAs } from '@/app/o/[slug]/view-as-actions'
import { orgQuery } from '@/lib/access/queries'
import { listMembers, listMembersSchema } from '@/lib/domain/members/list'
import { memberOrders } from '@/lib/domain/members/order'
import { as, asOne } from '@/tests/support/as'
import { giveApp } from '@/tests/support/authenticator-app'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import type { Person } from '@/tests/support/people'
import { customRole, endRole, joinWith, type Organization, organization } from '@/tests/support/world'

const list = (someone: Person, slug: string, query: object = {}) =>
  asOne(someone, async () => {
    const seen = await orgQuery(slug, 'member:read', (ctx) => listMembers(ctx, listMembersSchema.parse(query)))
    if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
    return seen.data
  })

/** All pages, from the first on; `between` happens after each. */
async function walk(someone: Person, slug: string, query: object, between?: (page: number) => Promise<unknown>) {
  const seen: { id: string; name: string }[] = []
  let after: string | undefined
  let page = 0
  do {
    const { rows: members, next } = await list(someone, slug, { ...query, after })
    expect(members.length).toBeLessThanOrEqual(25)
    seen.push(...members.map(({ id, user }) => ({ id, name: user.name })))
    await between?.(++page)
    after = next
  } while (after)
  return seen
}

/** As many people of these names, who joined in this order, a day apart. */
function crowd(org: Organization, names: string[]) {
  return rows<{ id: string }>(
    `with people as (
       insert into "User" (email, name) select gen_random_uuid() || '@crowd.test', name from unnest($2::text[]) name returning id, name)
     insert into "Membership" ("organizationId", "userId", "builtInRole", "createdAt")
     select $1, id, 'viewer', '2026-01-01'::timestamptz + row_number() over () * interval '1 day' from people returning id`,
    [org.id, names],
  )
}

describe('in order', () => {
  test('of names, whatever marks and capitals they have; of roles, built-in ones first; of when they joined', async () => {
    const { org, olive } = await organization('orders', { olive: 'owner' })
    await crowd(org, ['émile', 'Zoë', 'Emma', 'ed', 'Ångström'])
    const artist = await customRole(org, 'artist', [])
    await customRole(org, 'Baker', [])
    const { mia } = await organization('orders-too', { mia: 'member' })
    await joinWith(org, mia, ['project:read'], 'Beekeeper')
    await row(
      `update "Membership" set "builtInRole" = null, "roleId" = $2 where "organizationId" = $1 and "sortName" = 'ed' returning id`,
      [org.id, artist.id],
    )
    const names = async (sort: string) => (await walk(olive, 'orders', { sort })).map(({ name }) => name)
    const byName = ['Ångström', 'ed', 'émile', 'Emma', 'mia', 'olive', 'Zoë']
    expect(await names('name')).toEqual(byName)
    expect(await names('-name')).toEqual(byName.toReversed())
    const byRole = ['olive', 'Ångström', 'émile', 'Emma', 'Zoë', 'ed', 'mia']
    expect(await names('role')).toEqual(byRole)
    expect(await names('-role')).toEqual(byRole.toReversed())
    expect((await names('joined')).slice(0, 2)).toEqual(['émile', 'Zoë'])
    expect((await names('-joined')).slice(-2)).toEqual(['Zoë', 'émile'])
    expect(await names('')).toEqual(await names('-joined'))
  })

  test('somebody who takes another name stands where it belongs, in every organization', async () => {
    const { olive, zed } = await organization('renamed', { olive: 'owner', zed: 'member' })
    await asOne(zed, () => updateName({}, form({ name: 'Aaron' })))
    expect((await walk(olive, 'renamed', { sort: 'name' })).map(({ name }) => name)).toEqual(['Aaron', 'olive'])
  })

  test('people are found by a part of their name, whatever its marks and capitals, or of the address that they have now', async () => {
    const { org, olive, zed } = await organization('found', { olive: 'owner', zed: 'member' })
    await crowd(org, ['Émile Zola', 'Emma'])
    const found = async (q: string) => (await list(olive, 'found', { q })).rows.map(({ user }) => user.name)
    for (const q of ['emile', 'ÉMILE', 'émile z']) expect(await found(q)).toEqual(['Émile Zola'])
    expect(await found('em')).toEqual(['Emma', 'Émile Zola'])
    await row(`update "User" set email = 'elsewhere@people.test' where id = $1 returning id`, [zed.id])
    expect(await found('ELSEWHERE@')).toEqual(['zed'])
    expect(await found(zed.email)).toEqual([])
    await asOne(zed, () => updateName({}, form({ name: 'Aaron' })))
    expect(await found('elsewhere')).toEqual(['Aaron'])
  })

  test.each(memberOrders)(
    '%s: nobody is lost or doubled from page to page, though sixty are called the same',
    async (sort) => {
      const slug = `same-${sort.replace('-', 'down-')}`
      const { org, olive } = await organization(slug)
      await crowd(
        org,
        Array.from({ length: 60 }, () => 'Sam'),
      )
      if (sort.endsWith('joined'))
        await rows(`update "Membership" set "createdAt" = '2026-01-01' where "organizationId" = $1 returning id`, [
          org.id,
        ])
      const seen = await walk(olive, slug, { sort })
      expect(seen).toHaveLength(61)
      expect(new Set(seen.map(({ id }) => id)).size).toBe(61)
    },
  )

  test('people come and go between pages: who was there all the time is seen once', async () => {
    const { org, olive } = await organization('comings')
    const names = Array.from({ length: 60 }, (_, index) => `P${String(index).padStart(2, '0')}`)
    const there = await crowd(org, names)
    let removed: string | undefined
    const seen = await walk(olive, 'comings', { sort: 'name' }, async (page) => {
      await crowd(org, ['A first one', `P2${page}a`, 'Z last one'])
      if (page > 1) return
      const { id } = await row<{ id: string }>(
        `delete from "Membership" where "organizationId" = $1 and "sortName" = 'p40' returning id`,
        [org.id],
      )
      removed = id
    })
    const ids = seen.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id } of there) expect(ids.includes(id)).toBe(id !== removed)
    expect(seen.map(({ name }) => name)).toContain('Z last one')
  })

  test('a cursor of another order, or one that is none, starts from the top', async () => {
    const { org, olive } = await organization('cursors')
    await crowd(
      org,
      Array.from({ length: 30 }, (_, index) => `C${index}`),
    )
    const { next } = await list(olive, 'cursors', { sort: 'name' })
    const first = await list(olive, 'cursors', { sort: 'role' })
    expect(await list(olive, 'cursors', { sort: 'role', after: next })).toEqual(first)
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const id = '00000000-0000-4000-8000-000000000000'
    for (const after of [
      '%',
      'e30',
      made(['role', 'a\0', id]),
      made(['role', '\ud800', id]),
      made(['role', 1, id]),
      made(['role', 'a', 'b']),
    ])
      expect(await list(olive, 'cursors', { sort: 'role', after })).toEqual(first)
    const newest = await list(olive, 'cursors')
    for (const when of ['yesterday', '2026-13-45T00:00:00Z', "2026-01-01T00:00:00Z'"])
      expect(await list(olive, 'cursors', { after: made(['-joined', when, id]) })).toEqual(newest)
  })
})

describe('how people prove who they are', () => {
  test('is seen by whoever may change roles, and by nobody else; looking as a member hides it', async () => {
    const { org, grace, linus, vera } = await organization('proofs', {
      grace: 'admin',
      linus: 'member',
      vera: 'viewer',
    })
    await giveApp(linus)
    await as(linus)
    await rows(`update "Session" set "lastUsedAt" = now() - interval '2 hours' where "userId" = $1 returning id`, [
      linus.id,
    ])
    const proofsOf = async (someone: Person) =>
      Object.fromEntries((await list(someone, 'proofs')).rows.map(({ user, proofs }) => [user.name, proofs]))
    expect(await proofsOf(grace)).toMatchObject({
      linus: { secondFactor: true, lastActiveAt: expect.any(Date) },
      vera: { secondFactor: false, lastActiveAt: null },
    })
    const nobody = { grace: null, linus: null, olive: null, vera: null }
    expect(await proofsOf(linus)).toEqual(nobody)
    expect(await proofsOf(vera)).toEqual(nobody)

    const { mia } = await organization('proofs-too', { mia: 'member' })
    await joinWith(org, mia, ['organization:read', 'member:read', 'member:update'], 'Keeper')
    expect(Object.keys(await proofsOf(mia))).toContain('linus')
    expect((await proofsOf(mia)).linus).toMatchObject({ secondFactor: true })

    await as(grace)
    await outcome(() => viewAs('proofs', {}, form({ role: 'member' })))
    expect((await proofsOf(grace)).linus).toBeNull()
  })

  test('of people elsewhere nothing is told, whoever is asked about', async () => {
    const { org } = await organization('here')
    const { linus } = await organization('there', { linus: 'member' })
    const { scopedTo } = await import('@/lib/db/scope')
    const { listProofs } = await import('@/lib/domain/members/proofs')
    const db = scopedTo({ organizationId: org.id })
    expect(await listProofs(db, [linus.id])).toEqual([])
    expect(await db.$queryRaw`select * from member_proofs(${[linus.id]}::uuid[])`).toEqual([])
    expect(await listProofs(db, [])).toEqual([])
    expect((await listProofs(db)).map(({ name }) => name)).toEqual(['olive'])
  })
})

test('filters and order go together, and whose role ended is inactive', async () => {
  const { org, olive, linus, vera } = await organization('filters', { olive: 'owner', linus: 'member', vera: 'viewer' })
  await endRole(linus)
  const own = await customRole(org, 'Own', [])
  await rows(`update "Membership" set "builtInRole" = null, "roleId" = $2 where id = $1 returning id`, [
    vera.membershipId,
    own.id,
  ])
  const names = async (query: object) => (await list(olive, 'filters', query)).rows.map(({ user }) => user.name)
  for (const sort of memberOrders) {
    expect(await names({ sort, role: own.id })).toEqual(['vera'])
    expect(await names({ sort, role: 'member', status: 'inactive' })).toEqual(['linus'])
    expect(await names({ sort, status: 'active', q: 'e' })).toHaveLength(2)
    expect(await names({ sort, q: '%' })).toEqual([])
    expect(await names({ sort, q: vera.email.toUpperCase() })).toEqual(['vera'])
  }
})
