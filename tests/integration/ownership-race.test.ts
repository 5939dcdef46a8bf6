import { expect, test } from 'vitest'
import { deleteAccount } from '@/app/account/delete/actions'
import { leaveOrganization } from '@/app/account/organizations/actions'
import { changeRole, removeMember } from '@/app/o/[slug]/members/actions'
import { acceptOwnership } from '@/app/o/[slug]/ownership-actions'
import { offerOwnership } from '@/app/o/[slug]/settings/actions'
import { changeUser } from '@/lib/auth/operator'
import { as, asOne } from '@/tests/support/as'
import { broken } from '@/tests/support/audit-chain'
import { row } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import { race } from '@/tests/support/wait'
import { type Member, organization } from '@/tests/support/world'

// What takes ownership away, done by two or three owners at the same moment, in every mix. `grace`, an admin, is there to hand it
// over to and to inherit it. After each round somebody can act as the owner, and whatever need not be refused was not.

const ROUNDS = 200

type Round = { org: { id: string; slug: string }; owners: Member[]; grace: Member; offerId: string | null }
type Act = (round: Round, me: number) => Promise<unknown>

const owner = ({ owners }: Round, index: number) => owners[index % owners.length] as Member
const setRole = (who: Member, { org }: Round, { membershipId }: Member, role: string) =>
  asOne(who, () => outcome(() => changeRole(org.slug, {}, form({ membershipId, role }))))

const acts: Record<string, Act> = {
  leaves: (round, me) =>
    asOne(owner(round, me), () => outcome(() => leaveOrganization({}, form({ organizationId: round.org.id })))),
  'steps down': (round, me) => setRole(owner(round, me), round, owner(round, me), 'member'),
  'demotes the next': (round, me) => setRole(owner(round, me), round, owner(round, me + 1), 'viewer'),
  'removes the next': (round, me) =>
    asOne(owner(round, me), () =>
      outcome(() => removeMember(round.org.slug, {}, form({ membershipId: owner(round, me + 1).membershipId }))),
    ),
  'deletes their account': (round, me) =>
    asOne(owner(round, me), () => outcome(() => deleteAccount({}, form({ confirmation: owner(round, me).email })))),
  'is disabled': (round, me) => changeUser('disable', owner(round, me).email),
  'hands over': (round) =>
    asOne(round.grace, () =>
      outcome(() => acceptOwnership(round.org.slug, {}, form({ offerId: round.offerId ?? '' }))),
    ),
}
const names = Object.keys(acts)

/** Each pair of acts many times over, three at once in every third round. The first owner is who offers. */
function castOf(round: number) {
  const first = names[round % names.length] as string
  const second = names[Math.floor(round / names.length) % names.length] as string
  const third = names[(round * 5 + 3) % names.length] as string
  return round % 3 === 2 ? [first, second, third] : [first, second]
}

test(`an organization is never without an owner: ${ROUNDS} rounds of owners who all go at the same moment`, async () => {
  const went: Record<string, number> = {}
  for (let number = 0; number < ROUNDS; number++) {
    const cast = castOf(number)
    const round = await prepare(number, cast)
    const lock = { sql: 'select from "Organization" where id = $1 for no key update', values: [round.org.id] }
    const all = () => cast.map((name, me) => (acts[name] as Act)(round, me))
    // every fourth round all of them stand in line for certain; the others meet wherever they meet
    const ended = (number % 4 === 0 ? await race(lock, cast.length, all) : await Promise.allSettled(all())) ?? []
    const said = `round ${number}: ${cast.join(', ')} → ${JSON.stringify(ended)}`

    expect(await ownersWhoCanAct(round), said).toBeGreaterThan(0)
    expect(
      ended.map(({ status }) => status),
      said,
    ).toEqual(cast.map(() => 'fulfilled'))
    const succeeded = cast.filter((_, me) => didIt(ended[me] as PromiseFulfilledResult<unknown>))
    expect(succeeded.length, said).toBeGreaterThan(0)
    for (const name of succeeded) went[name] = (went[name] ?? 0) + 1
    if (number % 20 === 10) expect(await broken(round.org.id)).toBeNull()
  }
  // or it would prove nothing
  expect(Object.keys(went).sort()).toEqual([...names].sort())
}, 180_000) // a quarter of a minute where nothing else runs

async function prepare(number: number, cast: string[]): Promise<Round> {
  const people = {
    olive: 'owner',
    oscar: 'owner',
    ...(cast.length > 2 && ({ otto: 'owner' } as const)),
    grace: 'admin',
  } as const
  const { org, ...members } = await organization(`race-${number}`, people)
  const { grace, ...owners } = members as Record<string, Member> & { grace: Member }
  const round: Round = { org, owners: Object.values(owners), grace, offerId: null }
  await Promise.all([...round.owners, grace].map(as))
  if (!cast.includes('hands over')) return round
  const offered = form({ membershipId: grace.membershipId, becomes: 'admin' })
  await asOne(owner(round, 0), () => outcome(() => offerOwnership(org.slug, {}, offered)))
  const { id } = await row<{ id: string }>('select id from "OwnershipOffer" where "organizationId" = $1', [org.id])
  return { ...round, offerId: id }
}

const didIt = ({ value }: PromiseFulfilledResult<unknown>) =>
  typeof value === 'string' || (value instanceof Object && ('redirectTo' in value || 'ok' in value))

async function ownersWhoCanAct({ org }: Round) {
  const { owners } = await row<{ owners: number }>(
    `select count(*)::int as owners from "Membership" m join "User" u on u.id = m."userId"
      where m."organizationId" = $1 and m."builtInRole" = 'owner' and u."disabledAt" is null and u."emailVerified" is not null`,
    [org.id],
  )
  return owners
}
