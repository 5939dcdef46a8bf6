import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptMyInvitation } from '@/app/invite/actions'
import {
  changeRole,
  inviteMembers,
  removeMember,
  resendInvitation,
  revokeInvitation,
} from '@/app/o/[slug]/members/actions'
import { createRole, deleteRole, updateRole } from '@/app/o/[slug]/roles/actions'
import { asOne } from '@/tests/support/as'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { joinWith, organization } from '@/tests/support/world'
import { type Book, builtIns, complete, holds, ingredients, openOffer, perform, type Step } from './roles-model'

// Three actors do whatever they like, through the forms; a model that shares no code with the application says for each step
// whether it may be done and what the tables hold afterwards. fast-check prints the seed of what it found.

const actors = ['olive', 'grace', 'cass']
const everybody = [...actors, 'linus', 'vera', 'ada', 'bob']
const keys = ['keeper', 'r1', 'r2', 'r3']
/** Mail to one address is limited, and no limit is loosened for a test: this many attempts for each address. */
const MAILS = 3

const actor = fc.constantFrom(...actors)
const anybody = fc.constantFrom(...everybody)
const role = fc.constantFrom(...builtIns, ...keys)
const own = fc.constantFrom(...keys)
const name = fc.constantFrom('Alpha', 'alpha', 'Beta', 'Gamma', 'Delta')
const permissions = fc.subarray(ingredients).map((some) => some.slice(0, 6))
const closed = permissions.map(complete)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    by: actor,
    key: own,
    name,
    permissions: fc.oneof(closed, closed, permissions),
  }),
  fc.record({ do: fc.constant('edit' as const), by: actor, role: own, name, permissions }),
  fc.record({ do: fc.constant('delete' as const), by: actor, role: own, moveTo: role }),
  // of all deletions these are the ones worth trying: cass moves herself, and whoever else has her role
  fc.record({
    do: fc.constant('delete' as const),
    by: fc.constantFrom('cass', 'grace'),
    role: fc.constant('keeper'),
    moveTo: role,
  }),
  fc.record({ do: fc.constant('assign' as const), by: actor, who: anybody, role }),
  fc.record({ do: fc.constant('assign' as const), by: actor, who: anybody, role: own }),
  fc.record({ do: fc.constant('remove' as const), by: actor, who: anybody }),
  fc.record({ do: fc.constant('invite' as const), by: actor, who: anybody, role }),
  fc.record({ do: fc.constantFrom('resend' as const, 'revoke' as const), by: actor, who: anybody }),
  fc.record({ do: fc.constant('accept' as const), by: fc.constantFrom('ada', 'bob', ...everybody) }),
)

let organizations = 0

async function assemble() {
  const slug = `sequence-${++organizations}`
  const { org, ...members } = await organization(slug, {
    olive: 'owner',
    grace: 'admin',
    linus: 'member',
    vera: 'viewer',
  })
  const keeps = complete([
    'role:create',
    'role:update',
    'role:delete',
    'member:invite',
    'member:update',
    'project:create',
  ])
  const [cass, ada, bob] = await Promise.all([person('cass'), person('ada'), person('bob')])
  const { roleId, membershipId } = await joinWith(org, cass, keeps, 'Keeper')
  const people: Record<string, Person> = { ...members, cass: { ...cass, id: cass.id }, ada, bob }
  const book: Book = {
    roles: new Map([['keeper', { name: 'Keeper', permissions: keeps }]]),
    members: new Map([
      ['olive', 'owner'],
      ['grace', 'admin'],
      ['linus', 'member'],
      ['vera', 'viewer'],
      ['cass', 'keeper'],
    ]),
    offers: [],
  }
  return { org, people, book, ids: new Map([['keeper', roleId]]), membershipId }
}
type World = Awaited<ReturnType<typeof assemble>>

/** Sends what this step's form sends. A review is looked at and agreed to. */
async function send(world: World, step: Step) {
  const { org, ids, people } = world
  const idOf = (role: string) => ids.get(role) ?? (keys.includes(role) ? '00000000-0000-4000-8000-000000000000' : role)
  const membershipOf = async (who: string) =>
    (
      await rows<{ id: string }>('select id from "Membership" where "organizationId" = $1 and "userId" = $2', [
        org.id,
        people[who]?.id,
      ])
    )[0]?.id ?? '00000000-0000-4000-8000-000000000000'
  const invitationOf = async (who: string) =>
    (
      await rows<{ id: string }>(
        'select id from "Invitation" where "organizationId" = $1 and email = $2 order by "createdAt" desc, "revokedAt" is null desc limit 1',
        [org.id, people[who]?.email],
      )
    )[0]?.id ?? '00000000-0000-4000-8000-000000000000'
  const agree = async (act: typeof updateRole, fields: Record<string, string | string[]>) => {
    const seen = await outcome(() => act(org.slug, {}, form(fields)))
    if (!('review' in seen) || !seen.review) return seen
    const { token } = seen.review
    return outcome(() => act(org.slug, {}, form({ ...fields, reviewed: token })))
  }
  switch (step.do) {
    case 'create': {
      const { name, permissions } = step
      return outcome(() => createRole(org.slug, {}, form({ name, permissions })))
    }
    case 'edit':
      return agree(updateRole, { roleId: idOf(step.role), name: step.name, permissions: step.permissions })
    case 'delete':
      return agree(deleteRole, { roleId: idOf(step.role), moveTo: idOf(step.moveTo) })
    case 'assign': {
      const membershipId = await membershipOf(step.who)
      return changeRole(org.slug, {}, form({ membershipId, role: idOf(step.role) }))
    }
    case 'remove': {
      const membershipId = await membershipOf(step.who)
      return removeMember(org.slug, {}, form({ membershipId }))
    }
    case 'invite':
      return inviteMembers(org.slug, {}, form({ emails: people[step.who]?.email, role: idOf(step.role) }))
    case 'resend':
    case 'revoke': {
      const invitationId = await invitationOf(step.who)
      return (step.do === 'resend' ? resendInvitation : revokeInvitation)(org.slug, {}, form({ invitationId }))
    }
    case 'accept': {
      const invitationId = await invitationOf(step.by)
      return outcome(() => acceptMyInvitation({}, form({ invitationId })))
    }
  }
}

/** What the tables hold, in the words of the book. */
async function read({ org, people, ids }: Pick<World, 'org' | 'people' | 'ids'>): Promise<Book> {
  const nameOf = (id: string) => Object.keys(people).find((who) => people[who]?.id === id) ?? id
  const keyOf = (id: string) => [...ids].find(([, known]) => known === id)?.[0] ?? id
  const [roles, members, offers] = await Promise.all([
    rows('select id, name, permissions from "Role" where "organizationId" = $1', [org.id]),
    rows(`select "userId", "builtInRole" as built_in, "roleId" as own from "Membership" where "organizationId" = $1`, [
      org.id,
    ]),
    rows(
      `select email, "builtInRole" as built_in, "roleId" as own, "invitedById" as by, "acceptedAt" as accepted, "revokedAt" as revoked
         from "Invitation" where "organizationId" = $1 order by "createdAt", id`,
      [org.id],
    ),
  ])
  return {
    roles: new Map(
      roles.map(({ id, name, permissions }) => [keyOf(id), { name, permissions: [...permissions].sort() }]),
    ),
    members: new Map(members.map(({ userId, built_in, own }) => [nameOf(userId), built_in ?? keyOf(own)])),
    offers: offers.map(({ email, built_in, own, by, accepted, revoked }) => ({
      to: Object.keys(people).find((who) => people[who]?.email === email) ?? email,
      role: built_in ?? keyOf(own),
      by: nameOf(by),
      state: accepted ? 'accepted' : revoked ? 'revoked' : 'open',
    })),
  }
}

/** Two books side by side; of closed offers only how each ended, as the role may be gone. */
const comparable = ({ roles, members, offers }: Book) => ({
  roles: Object.fromEntries([...roles].sort()),
  members: Object.fromEntries([...members].sort()),
  open: offers
    .filter(({ state }) => state === 'open')
    .map(({ to, role, by }) => `${to}: ${role} by ${by}`)
    .sort(),
  closed: offers
    .filter(({ state }) => state !== 'open')
    .map(({ to, state }) => `${to} ${state}`)
    .sort(),
})

/** Nobody has gained what the one who gave it did not have, whatever the model thinks of the step. */
function expectNothingFromNowhere(before: Book, after: Book, step: Step) {
  const giver = step.do === 'accept' ? openOffer(before, step.by)?.by : step.by
  const given = holds(before, before.members.get(giver ?? ''))
  for (const who of everybody) {
    const had = holds(before, before.members.get(who))
    const gained = holds(after, after.members.get(who)).filter((one) => !had.includes(one))
    expect(
      gained.filter((one) => !given.includes(one)),
      `${who} got it from ${giver} by ${JSON.stringify(step)}`,
    ).toEqual([])
  }
  expect([...after.members.values()], 'an organization has an owner').toContain('owner')
}

test('whatever three people do with roles, members and invitations, nothing comes from nowhere and an owner remains', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 20 }), async (steps) => {
      const world = await assemble()
      const mails = new Map<string, number>()
      let before = await read(world)
      for (const step of steps) {
        if (step.do === 'create' && world.book.roles.has(step.key)) continue
        if (step.do === 'invite' || step.do === 'resend') {
          const sent = (mails.get(step.who) ?? 0) + 1
          if (sent > MAILS) continue
          mails.set(step.who, sent)
        }
        const expected = perform(world.book, step)
        const answer = await asOne(world.people[step.by] as Person, () => send(world, step))
        const done = 'redirectTo' in answer || ('ok' in answer && answer.ok === true)
        if (step.do === 'create' && 'redirectTo' in answer)
          world.ids.set(step.key, /roles\/([0-9a-f-]{36})/.exec(answer.redirectTo)?.[1] ?? '')
        if (step.do === 'delete' && done) world.ids.delete(step.role)
        const after = await read(world)
        expectNothingFromNowhere(before, after, step)
        expect({ done, ...comparable(after) }, JSON.stringify({ step, answer })).toEqual({
          done: expected,
          ...comparable(world.book),
        })
        before = after
      }
    }),
    { numRuns: 25, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
  )
}, 180_000)
