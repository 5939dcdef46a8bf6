import { createHash } from 'node:crypto'
import type { Review, ReviewLine } from '@/lib/access/action-state'
import type { OrgContext } from '@/lib/access/context'
import { catalogue, type Permission } from '@/lib/access/permissions'
import type { Role } from './roles'

/** So many are named; the others are a number. */
const NAMED = 4

type Affected = {
  people: number
  names: string[]
  mine: boolean
  invitations: number
  addresses: string[]
  digest: string
}

type Change = { before: Role; after: Role; added?: Permission[] }

/** What somebody who holds `before` gains and loses once it is `after`, for whom, and with which open invitations. */
export async function reviewChange(ctx: OrgContext, change: Change): Promise<Review> {
  const { before, after, added = [] } = change
  const affected = await findAffected(ctx, before)
  const gained = difference(after, before)
  const lost = difference(before, after)
  const moves = before.value !== after.value
  const who =
    affected.people > 0 ? listed(affected.names, affected.people, 'other', 'others') : 'Whoever gets this role'
  const lines: (ReviewLine | false)[] = [
    moves && affected.people > 0 && { tone: 'info', text: `${who} will be ${after.name}.` },
    !moves && before.name !== after.name && { tone: 'info', text: `${before.name} will be called ${after.name}.` },
    !moves && affected.people === 0 && { tone: 'info', text: 'Nobody has this role at present.' },
    gained.length > 0 &&
      (affected.people > 0 || !moves) && { tone: 'gain', text: `${who} will be able to`, items: gained },
    lost.length > 0 &&
      (affected.people > 0 || !moves) && {
        tone: 'loss',
        text: `${who} will no longer be able to`,
        items: lost,
      },
    gained.length + lost.length === 0 &&
      affected.people > 0 && {
        tone: 'info',
        text: 'Nobody gains or loses anything.',
      },
    affected.invitations > 0 && { tone: 'info', text: invitationsSentence(affected, change) },
    added.length > 0 && {
      tone: 'info',
      text: 'Ticked as well, because what you chose needs it',
      items: added.map(says),
    },
    affected.mine && lost.length > 0 && { tone: 'warning', text: ownRoleSentence(change) },
  ]
  return { token: tokenOf(change, affected), lines: lines.filter((line) => line !== false) }
}

const says = (permission: Permission) => catalogue[permission].says
const difference = (from: Role, without: Role) =>
  [...from.permissions].filter((permission) => !without.permissions.has(permission)).map(says)

/** “Ada, Bela and 3 others” */
function listed(names: string[], count: number, other: string, others: string) {
  const more = count - names.length
  return new Intl.ListFormat('en').format(more > 0 ? [...names, `${more} ${more === 1 ? other : others}`] : names)
}

function invitationsSentence({ invitations, addresses }: Affected, { before, after }: Change) {
  const offer = invitations === 1 ? 'One open invitation offers' : `${invitations} open invitations offer`
  const to = listed(addresses, invitations, 'more', 'more')
  return before.value === after.value
    ? `${offer} this role (${to}). Whoever accepts gets it as it is then.`
    : `${offer} this role (${to}). From now on ${invitations === 1 ? 'it offers' : 'they offer'} ${after.name}.`
}

function ownRoleSentence({ before, after }: Change) {
  const forGood = before.permissions.has('role:update') && !after.permissions.has('role:update')
  return forGood
    ? 'You have this role yourself, so you lose this as well, and with it the right to change it back.'
    : 'You have this role yourself, so you lose this as well.'
}

/** Says exactly what was reviewed: the change, and everybody whom it touches. No secret: it protects from surprises, not from people. */
function tokenOf({ before, after }: Change, { digest }: Affected) {
  const role = ({ value, name, permissions }: Role) => [value, name, [...permissions]]
  return createHash('sha256')
    .update(JSON.stringify([role(before), role(after), digest]))
    .digest('base64url')
}

/**
 * Everybody with this role, for a time or lastingly, also those whose time in it has ended, and whoever was offered it and may
 * still take it. Those who have been here longest are named: by name, thousands would be looked up to show four.
 */
async function findAffected({ db, org, actor }: OrgContext, { value }: Role): Promise<Affected> {
  const [row] = await db.$queryRaw<Affected[]>`
    with holders as (
           select id, "userId", "createdAt" from "Membership"
            where "organizationId" = ${org.id}::uuid and ("roleValue" = ${value} or "temporaryRoleId" = ${value}::uuid)),
         offers as (
           select id, email from "Invitation"
            where "organizationId" = ${org.id}::uuid and "roleId" = ${value}::uuid and "acceptedAt" is null and "revokedAt" is null)
    select (select count(*)::int from holders) as people,
           (select coalesce(jsonb_agg(u.name order by h."createdAt", h.id), '[]')
              from (select * from holders order by "createdAt", id limit ${NAMED}) h join "User" u on u.id = h."userId") as names,
           exists (select from holders where id = ${actor.membershipId}::uuid) as mine,
           (select count(*)::int from offers) as invitations,
           (select coalesce(jsonb_agg(address), '[]') from (
              select coalesce(email, 'by a link') as address from offers order by email, id limit ${NAMED}) a) as addresses,
           (select md5(coalesce(string_agg(id::text, ',' order by id), '')) from holders) ||
           (select md5(coalesce(string_agg(id::text, ',' order by id), '')) from offers) as digest`
  if (!row) throw new Error('A statement without a from gives one row.')
  return row
}
