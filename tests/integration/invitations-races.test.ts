import { expect, test } from 'vitest'
import { acceptInvitation } from '@/app/invite/actions'
import { changeRole, resendInvitation, revokeInvitation } from '@/app/o/[slug]/members/actions'
import { as, asOne } from '@/tests/support/as'
import { row, rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { type Person, person } from '@/tests/support/people'
import { race } from '@/tests/support/wait'
import { type Organization, organization } from '@/tests/support/world'
import { history, invite, roleIn } from './invitation-mail'

// Two who want different things of one invitation wait for the same lock. Either may come first; what is left is never half of both.

const accept = (someone: Person, token: string) =>
  asOne(someone, () => outcome(() => acceptInvitation({}, form({ token }))))

async function meet(org: Organization, rivals: () => Promise<object>[]) {
  const lock = { sql: 'select from "Organization" where id = $1 for update', values: [org.id] }
  const outcomes = await race(lock, 2, rivals)
  return outcomes?.map((one) => (one.status === 'fulfilled' ? one.value : { thrown: one.reason })) ?? []
}

async function offered(slug: string) {
  const { org, olive, grace } = await organization(slug, { olive: 'owner', grace: 'admin' })
  const ada = await person('ada')
  const { token, id } = await invite(grace, org, ada.email, 'member')
  await Promise.all([olive, grace, ada].map((someone) => as(someone)))
  const about = (act: typeof revokeInvitation) => asOne(grace, () => act(slug, {}, form({ invitationId: id })))
  return { org, olive, grace, ada, token, id, about }
}

const stateOf = (id: string) =>
  row<{ accepted: boolean; revoked: boolean }>(
    `select "acceptedAt" is not null as accepted, "revokedAt" is not null as revoked from "Invitation" where id = $1`,
    [id],
  )

test.each([1, 2, 3])('accepted and revoked at once (%i): one of both, never both', async (round) => {
  const { org, ada, token, id, about } = await offered(`race-revoke-${round}`)
  const acts = [() => accept(ada, token), () => about(revokeInvitation)]
  const [first, second] = await meet(org, () => (round % 2 ? acts : [...acts].reverse()).map((act) => act()))
  expect([first, second].filter((answer) => answer && 'redirectTo' in answer)).toHaveLength(
    (await roleIn(org, ada)) ? 1 : 0,
  )
  const { accepted, revoked } = await stateOf(id)
  expect(accepted).not.toBe(revoked)
  expect(accepted).toBe((await roleIn(org, ada)) === 'member')
  expect(await history(org)).toEqual(['invitation.created', accepted ? 'member.joined' : 'invitation.revoked'])
})

test.each([1, 2, 3])(
  'accepted and sent again at once (%i): joined, or the secret before is worthless',
  async (round) => {
    const { org, ada, token, id, about } = await offered(`race-resend-${round}`)
    const acts = [() => accept(ada, token), () => about(resendInvitation)]
    await meet(org, () => (round % 2 ? acts : [...acts].reverse()).map((act) => act()))
    const joined = (await roleIn(org, ada)) === 'member'
    expect(await stateOf(id)).toEqual({ accepted: joined, revoked: false })
    expect(await history(org)).toEqual(['invitation.created', joined ? 'member.joined' : 'invitation.resent'])
  },
)

test.each([1, 2, 3])('accepted while grace is demoted (%i): nobody joins after it', async (round) => {
  const { org, olive, grace, ada, token } = await offered(`race-demote-${round}`)
  const demote = () =>
    asOne(olive, () => changeRole(org.slug, {}, form({ membershipId: grace.membershipId, role: 'viewer' })))
  const acts = [() => accept(ada, token), demote]
  await meet(org, () => (round % 2 ? acts : [...acts].reverse()).map((act) => act()))
  expect(await roleIn(org, grace)).toBe('viewer')
  const joined = (await roleIn(org, ada)) === 'member'
  expect(await history(org)).toEqual([
    'invitation.created',
    ...(joined ? ['member.joined', 'member.role_changed'] : ['member.role_changed']),
  ])
})

test('two invited people and one seat: one sits down, the other keeps the invitation', async () => {
  const { org, grace, ada, token } = await offered('race-seat')
  const bob = await person('bob')
  const other = await invite(grace, org, bob.email, 'member')
  await as(bob)
  await rows('update "Organization" set "seatLimit" = 3 where id = $1 returning id', [org.id])
  const answers = await meet(org, () => [accept(ada, token), accept(bob, other.token)])
  expect(answers.filter((answer) => 'redirectTo' in answer)).toHaveLength(1)
  expect(answers).toContainEqual(expect.objectContaining({ message: expect.stringContaining('Every seat is taken') }))
  expect(await rows('select from "Membership" where "organizationId" = $1', [org.id])).toHaveLength(3)
  const open = 'select from "Invitation" where "organizationId" = $1 and "acceptedAt" is null'
  expect(await rows(open, [org.id])).toHaveLength(1)
  await rows('update "Organization" set "seatLimit" = null where id = $1 returning id', [org.id])
  for (const [who, secret] of [
    [ada, token],
    [bob, other.token],
  ] as const)
    await accept(who, secret)
  expect(await rows(open, [org.id])).toHaveLength(0)
})
