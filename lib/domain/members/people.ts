import type { OrgContext } from '@/lib/access/context'
import { can, permissions } from '@/lib/access/permissions'
import { reachOf } from '../access-requests/decidable-requests'
import { rolesFrom } from '../roles/roles'
import type { Seats } from './seats'

/** Beyond this a count says “1,000+”: counting on would read the whole table for a number that nobody needs. */
export const COUNT_CAP = 1_000

/** With more roles than this not each of fifty rows on a page offers every one: it would weigh two megabytes. A dialog does, once. */
export const ROLES_OFFERED = 12

type Row = {
  members: number
  invitations: number
  links: number
  requests: number
  seats: Seats
  owners: number
  roles: { id: string; name: string; permissions: string[] }[]
}

/**
 * What the tabs show around their lists, in one statement: counts, roles to choose from, and whether there is only one owner.
 * Of requests those are counted that whoever looks can decide. What is counted has an order, and names the organization as
 * scopedTo() does: so counting follows an index and ends at the cap.
 */
export async function getPeople({ db, org, actor }: OrgContext) {
  const { builtIn, lacked, held } = reachOf(actor)
  const [row] = await db.$queryRaw<Row[]>`
    select (select count(*)::int from (select from "Membership" where "organizationId" = ${org.id}::uuid order by "createdAt", id limit ${COUNT_CAP + 1}) m) as members,
           (select count(*)::int from (
              select from "Invitation"
               where "organizationId" = ${org.id}::uuid and email is not null and "acceptedAt" is null and "revokedAt" is null and "expiresAt" > now()
               order by "expiresAt" limit ${COUNT_CAP + 1}) i) as invitations,
           (select count(*)::int from (
              select from "Invitation"
               where "organizationId" = ${org.id}::uuid and email is null and "acceptedAt" is null and "revokedAt" is null and "expiresAt" > now() and uses < "maxUses"
               order by "expiresAt" limit ${COUNT_CAP + 1}) l) as links,
           (select case when ${can(actor, 'member:invite')} then
                     (select count(*)::int from open_join_requests(null, ${COUNT_CAP + 1})) else 0 end
                 + case when ${can(actor, 'member:update')} then
                     (select count(*)::int from (
                        select from "AccessRequest" a
                          join "Membership" m on m."organizationId" = a."organizationId" and m.id = a."membershipId"
                          join "User" u on u.id = m."userId" and u."disabledAt" is null
                          left join "Role" r on r."organizationId" = m."organizationId" and r.id = held_role_id(m)
                         where (m."roleEndsAt" is null or m."roleEndsAt" > now())
                           and (held_built_in_role(m)::text = any (${builtIn}::text[]) or not r.permissions && ${lacked}::text[])
                           and (a.permission = any (${held}::text[]) or a.permission <> all (${permissions}::text[]))
                         order by a."createdAt", a.id limit ${COUNT_CAP + 1}) a) else 0 end) as requests,
           (select jsonb_build_object('limit', "limit", 'taken',
              case when "limit" is null then 0 else (select count(*) from "Membership" where "organizationId" = ${org.id}::uuid) end)
              from seat_limit(${org.id}::uuid) as "limit") as seats,
           (select count(*)::int from "Membership" m join "User" u on u.id = m."userId"
             where m."organizationId" = ${org.id}::uuid and m."roleValue" = 'owner' and u."disabledAt" is null and u."emailVerified" is not null) as owners,
           (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'permissions', permissions) order by lower(name)), '[]')
              from "Role") as roles`
  if (!row) throw new Error('A statement without a from gives one row.')
  return { ...row, roles: rolesFrom(row.roles) }
}
