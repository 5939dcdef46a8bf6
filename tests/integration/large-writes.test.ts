import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { deleteRole } from '@/app/o/[slug]/roles/actions'
import { updatePolicies } from '@/app/o/[slug]/settings/policies/actions'
import { as } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { COMMON_ROLE, makeLargeOrganization } from '@/tests/support/large-organization'
import { outcome } from '@/tests/support/outcome'
import { person } from '@/tests/support/people'
import { enrol } from './two-factor-journeys'

// Of five thousand members two in five hold one role; nothing else that takes room.
const little = {
  members: 5_000,
  roles: 3,
  invitations: 60,
  links: 1,
  projects: 0,
  requests: 0,
  refusals: 0,
  events: 0,
  neighbours: 0,
}

let org: { id: string; slug: string }
let roleId: string

beforeAll(async () => {
  const olive = await person('olive')
  org = await makeLargeOrganization('crowd', olive, little)
  const role = await row<{ id: string }>('select id from "Role" where name = $1', [COMMON_ROLE])
  roleId = role.id
  await as(olive)
  await enrol(olive)
}, 60_000)

/** How many statements the application sends meanwhile. */
async function statementsOf(act: () => Promise<unknown>) {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  await act()
  const count = query.mock.calls.length
  query.mockRestore()
  return count
}

test('a rule that keeps thousands out names a hundred of them, how many more there are, and is saved once that was seen', async () => {
  const fields = { grace: '7', inviters: 'permitted', linkMakers: 'permitted', secondFactor: 'on' }
  let seen: Awaited<ReturnType<typeof updatePolicies>> = {}
  const statements = await statementsOf(async () => {
    seen = await updatePolicies(org.slug, {}, form(fields))
  })
  const { without } = await row<{ without: number }>(
    `select count(*)::int as without from "Membership" m where not exists (select from "AuthenticatorApp" a where a."userId" = m."userId")`,
  )
  const [line] = seen.review?.lines ?? []
  expect(line?.text).toBe(`${without} people are kept out until they do something about it`)
  expect(line?.items).toHaveLength(101)
  expect(line?.items?.at(-1)).toBe(`${without - 100} more`)
  expect(statements).toBeLessThan(15)
  expect(await updatePolicies(org.slug, {}, form({ ...fields, reviewed: seen.review?.token }))).toMatchObject({
    ok: true,
  })
})

test('who gains and who loses is told of thousands with four names', async () => {
  const { review } = await deleteRole(org.slug, {}, form({ roleId, moveTo: 'viewer' }))
  const others = (await held()) - 4
  expect(review?.lines[0]?.text).toMatch(new RegExp(`^(\\w+ \\w+ \\d+, ){4}and ${others} others will be viewer\\.$`))
})

test('a role that thousands hold is deleted in one act: each has a fact, in one unbroken chain, and the act asks no more than for one', async () => {
  const moved = await held()
  const { review } = await deleteRole(org.slug, {}, form({ roleId, moveTo: 'viewer' }))
  const statements = await statementsOf(async () => {
    const done = await outcome(() =>
      deleteRole(org.slug, {}, form({ roleId, moveTo: 'viewer', reviewed: review?.token })),
    )
    expect(done).toEqual({ redirectTo: `/o/${org.slug}/roles?deleted` })
  })
  expect(moved).toBeGreaterThan(1_900)
  expect(await held()).toBe(0)
  const told = await rows<{ action: string; count: number; people: number }>(
    `select e.action, count(*)::int as count, count(distinct d."targetUserId")::int as people
       from "AuditEvent" e join "AuditDetail" d using ("organizationId", sequence) where "organizationId" = $1 group by 1 order by 1`,
    [org.id],
  )
  expect(told).toContainEqual({ action: 'member.role_changed', count: moved, people: moved })
  expect(told).toContainEqual({ action: 'role.deleted', count: 1, people: 0 })
  expect(await broken(org.id)).toBeNull()
  expect(statements).toBeLessThan(25)
})

const held = async () =>
  (await row<{ count: number }>('select count(*)::int as count from "Membership" where "roleId" = $1', [roleId])).count
