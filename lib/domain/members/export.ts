import { z } from 'zod'
import type { OrgAct } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import type { Streamed } from '@/lib/access/routes'
import { scopedTo } from '@/lib/db/scope'
import { MEMBERS_BATCH } from '@/lib/parameters'
import { CSV_TYPE, csvHead, csvLine } from '../csv'
import { lastDayOf } from '../roles/last-days'
import { roleOf } from '../roles/roles'
import { type ListedMember, type MemberFilter, memberFilter, readMembers } from './list'
import { type Position, positionOf } from './order'

export const exportMembersSchema = z.object(memberFilter)

/** The list as whoever asks sees it, without its pages. Each batch is read when the one before was taken: memory stays flat. */
export async function exportMembers(ctx: OrgAct, filter: MemberFilter): Promise<Streamed> {
  const { org, audit } = ctx
  await consume('exportMembers', org.id)
  const narrowed = Object.fromEntries(Object.entries(filter).filter(([, value]) => value))
  audit({ action: 'member.exported', target: { id: org.id, name: org.name }, after: { format: 'csv', ...narrowed } })
  return {
    type: CSV_TYPE,
    file: `${org.slug}-members-${new Date().toISOString().slice(0, 10)}.csv`,
    async write(send) {
      await send(csvHead(columns.map(([name]) => name)))
      for await (const members of batchesOf(org.id, filter)) await send(members.map(lineOf).join(''))
    },
  }
}

async function* batchesOf(organizationId: string, filter: MemberFilter) {
  const db = scopedTo({ organizationId })
  for (let from: Position | undefined; ; ) {
    const members = await readMembers(db, filter, { from, take: MEMBERS_BATCH, proofs: true })
    const last = members.at(-1)
    if (!last) return
    yield members
    if (members.length < MEMBERS_BATCH) return
    from = positionOf(filter.sort, last)
  }
}

const columns: [name: string, of: (member: ListedMember) => string | null | undefined][] = [
  ['name', ({ user }) => user.name],
  ['email', ({ user }) => user.email],
  ['role', (member) => roleOf(member).name],
  ['role_last_day', lastDayOfRole],
  ['role_afterwards', (member) => roleOf(member).afterwards?.role.name],
  ['status', statusOf],
  ['second_factor', ({ proofs }) => (proofs?.secondFactor ? 'yes' : 'no')],
  ['last_active_at', ({ proofs }) => proofs?.lastActiveAt?.toISOString()],
  ['joined_at', ({ createdAt }) => createdAt.toISOString()],
  ['user_id', ({ user }) => user.id],
]

const lineOf = (member: ListedMember) => csvLine(columns.map(([, of]) => of(member)))

function lastDayOfRole(member: ListedMember) {
  const end = roleOf(member).afterwards?.until ?? member.roleEndsAt
  return end && lastDayOf(end)
}

function statusOf({ user, roleEndsAt }: ListedMember) {
  if (user.disabledAt) return 'disabled'
  return roleEndsAt && roleEndsAt <= new Date() ? 'ended' : 'active'
}
