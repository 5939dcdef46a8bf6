import type pg from 'pg'
import type { Owner, Size } from './large-organization'

export type Insert = (sql: string, values?: unknown[]) => Promise<pg.QueryResult>
type Place = { id: string; slug: string }

const first =
  'Ada Grace Linus Margaret Barbara Edsger Radia Ken Frances Alan Katherine Donald Hedy Tim Joan Dennis'.split(' ')
const last =
  'Lovelace Hopper Torvalds Hamilton Liskov Dijkstra Perlman Thompson Allen Turing Johnson Knuth Lamarr'.split(' ')

/** One owner, a few admins, two in five with the common role, others with all kinds of roles; some ended, some disabled. */
export async function makePeople(
  insert: Insert,
  { id, slug, owner }: Place & { owner: Owner },
  { members, roles }: Size,
) {
  const theirs = `(select id, name, email, substring(email from '-(\\d+)@')::int as n from "User" where email like '${slug}-%@people.test')`
  await insert(
    `insert into "User" (email, name, "emailVerified", "createdAt", "disabledAt")
     select $2 || '-' || n || '@people.test', ($3::text[])[1 + n % $5] || ' ' || ($4::text[])[1 + n % $6] || ' ' || n, now(),
            now() - n * interval '1 hour', case when n % 97 = 0 then now() end
       from generate_series(1, $1) n`,
    [members - 1, slug, first, last, first.length, last.length],
  )
  await insert(
    `insert into "Membership" ("organizationId", "userId", "builtInRole", "createdAt", "sortName", "searchText")
     values ($1, $2, 'owner', now() - interval '3 years', sort_name($3), search_text($3, $4))`,
    [id, owner.id, owner.name, owner.email],
  )
  await insert(`analyze "User"`)
  await insert(
    `insert into "Membership" ("organizationId", "userId", "builtInRole", "roleId", "roleEndsAt", "createdAt", "sortName", "searchText")
     select $1, u.id,
            case when r.id is null then (case when n % 500 = 0 then 'admin' when n % 2 = 0 then 'member' else 'viewer' end)::"BuiltInRole" end,
            r.id, case when n % 53 = 0 then now() - interval '1 day' when n % 31 = 0 then now() + interval '90 days' end,
            now() - n * interval '1 hour', sort_name(u.name), search_text(u.name, u.email)
       from ${theirs} u
       left join (select id, row_number() over (order by "createdAt" desc) as place from "Role" where "organizationId" = $1) r
         on r.place = case when n % 500 = 0 then null when n % 5 < 2 then 1 when n % 5 = 2 then 2 + n / 5 % greatest($2 - 1, 1) end
      order by n desc`,
    [id, roles],
  )
  await insert(
    `insert into "Session" ("userId", "tokenDigest", method, ip, "lastUsedAt", "expiresAt")
     select u.id, sha256(u.id::text::bytea), 'password', '198.51.100.' || n % 250, now() - n * interval '1 minute', now() + interval '1 day'
       from ${theirs} u where n % 3 > 0`,
  )
  await insert(`insert into "Password" ("userId", hash) select u.id, 'none' from ${theirs} u where n % 4 > 0`)
  await insert(
    `insert into "AuthenticatorApp" ("userId", secret, "confirmedAt") select u.id, 'none', now() from ${theirs} u where n % 3 = 0`,
  )
  await insert(
    `insert into "Account" ("userId", type, issuer, subject) select u.id, 'oidc', 'https://id.test', u.id from ${theirs} u where n % 5 = 0`,
  )
  await insert(
    `insert into "EmailAddress" ("userId", email) select u.id, '${slug}-' || n || '@other.test' from ${theirs} u where n % 10 = 0`,
  )
}

/** Most are over; about as many are open as may be. */
export async function makeInvitations(insert: Insert, id: string, { invitations, links }: Size) {
  const inviters = `(select array_agg("userId") as ids from "Membership" where "organizationId" = $1 and "builtInRole" in ('owner', 'admin')) i`
  const roles = `(select array_agg(id) as roles from "Role" where "organizationId" = $1) r`
  await insert(
    `insert into "Invitation" ("organizationId", email, "builtInRole", "roleId", "mailTokenDigest", "invitedById",
                               "sentAt", "expiresAt", "acceptedAt", "revokedAt", "createdAt")
     select $1, 'guest-' || n || '@guests.test', case when n % 3 > 0 then 'member'::"BuiltInRole" end,
            case when n % 3 = 0 then roles[1 + n % cardinality(roles)] end,
            sha256(convert_to('mail' || $1 || n, 'UTF8')), ids[1 + n % cardinality(ids)],
            now() - n * interval '10 minutes', now() + interval '7 days' - n * interval '10 minutes',
            case when n % 10 between 3 and 7 then now() end, case when n % 10 > 7 then now() end, now() - n * interval '10 minutes'
       from generate_series(1, $2) n, ${inviters}, ${roles}`,
    [id, invitations],
  )
  await insert(
    `insert into "Invitation" ("organizationId", "builtInRole", "linkTokenDigest", "maxUses", uses, "invitedById",
                               "expiresAt", "revokedAt", "createdAt")
     select $1, 'member', sha256(convert_to('link' || $1 || n, 'UTF8')), 100, 25, ids[1 + n % cardinality(ids)],
            now() + interval '7 days', case when n % 4 > 0 then now() end, now() - n * interval '6 hours'
       from generate_series(1, $2) n, ${inviters}`,
    [id, links],
  )
  await insert(
    `insert into "InvitationUse" ("organizationId", "invitationId", "userId", "createdAt")
     select $1, l.id, m."userId", now() - l.place * n * interval '1 minute'
       from (select id, row_number() over () as place from "Invitation" where "organizationId" = $1 and email is null) l
       cross join generate_series(1, 25) n
       join (select "userId", row_number() over () as place from "Membership" where "organizationId" = $1) m on m.place = l.place + n`,
    [id],
  )
}

/** People who ask to be let in, members who ask for more, what was refused them, and domains. */
export async function makeRequests(insert: Insert, { id, slug }: Place, { requests, refusals }: Size) {
  await insert(
    `with asking as (
       insert into "User" (email, name, "emailVerified")
       select $3 || '.asks.' || n || '@people.test', 'Asking ' || n, now() from generate_series(1, $2) n returning id, email)
     insert into "JoinRequest" ("organizationId", "userId", email, "createdAt", "expiresAt")
     select $1, id, email, now() - row_number() over () * interval '5 minutes', now() + interval '7 days' from asking`,
    [id, requests, slug],
  )
  await insert(
    `insert into "AccessRequest" ("organizationId", "membershipId", permission, "createdAt")
     select $1, id, 'audit:read', now() - row_number() over () * interval '5 minutes'
       from (select id from "Membership" where "organizationId" = $1 and "builtInRole" = 'viewer' limit $2) m`,
    [id, requests],
  )
  await insert(
    `insert into "Refusal" ("organizationId", "actorId", permission, minute)
     select $1, ids[1 + n % cardinality(ids)], 'audit:read', date_trunc('minute', now()) - n * interval '3 minutes'
       from generate_series(1, $2) n, (select array_agg("userId") as ids from "Membership" where "organizationId" = $1) m`,
    [id, refusals],
  )
  await insert(
    `insert into "Domain" ("organizationId", name, token, mode, "modeSetById", "verifiedAt")
     select $1, $2 || '-' || n || '.test', 'none', 'ask', "userId", now()
       from generate_series(1, 20) n, "Membership" where "organizationId" = $1 and "builtInRole" = 'owner'`,
    [id, slug],
  )
}
