-- The list of those who ask to join goes on after a row, like every other list: who asked first still comes first.

drop function open_join_requests(uuid, integer);

-- Who asks to join the organization in scope: only who still has the address they asked with, is enabled, and is no member meanwhile. They are nobody
-- here yet, so the organization sees them through this and nothing else. One of them, or so many, from the first or after one.
create function open_join_requests(only_one uuid, at_most integer, after_at timestamptz default null, after_id uuid default null)
returns table (id uuid, user_id uuid, name text, email text, created_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, u.id, u.name, r.email, r."createdAt", r."expiresAt"
    from "JoinRequest" r join "User" u on u.id = r."userId"
   where r."organizationId" = scope('organization_id')::uuid and (only_one is null or r.id = only_one)
     and (after_at is null or (r."createdAt", r.id) > (after_at, after_id))
     and r."declinedAt" is null and r."expiresAt" > now() and u."disabledAt" is null and u."emailVerified" is not null
     and (u.email = r.email or exists (select from "EmailAddress" e where e."userId" = u.id and e.email = r.email))
     and not exists (select from "Membership" m where m."organizationId" = r."organizationId" and m."userId" = u.id
                        and (m."roleEndsAt" is null or m."roleEndsAt" > now()))
   order by r."createdAt", r.id limit at_most
$$;
revoke execute on function open_join_requests from public;
grant execute on function open_join_requests to app_user;
