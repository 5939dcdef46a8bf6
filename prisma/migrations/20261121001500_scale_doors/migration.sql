-- Who asks to join, as before, but for how it is looked up: each person by their key. A function is planned without knowing how many it will be asked for,
-- and PostgreSQL would rather have read through everybody there is, of all organizations.
create or replace function open_join_requests(only_one uuid, at_most integer, after_at timestamptz default null, after_id uuid default null)
returns table (id uuid, user_id uuid, name text, email text, created_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, u.id, u.name, r.email, r."createdAt", r."expiresAt"
    from "JoinRequest" r
   cross join lateral (select * from "User" where id = r."userId" limit 1) u
   where r."organizationId" = scope('organization_id')::uuid and (only_one is null or r.id = only_one)
     and (after_at is null or (r."createdAt", r.id) > (after_at, after_id))
     and r."declinedAt" is null and r."expiresAt" > now() and u."disabledAt" is null and u."emailVerified" is not null
     and (u.email = r.email or exists (select from "EmailAddress" e where e."userId" = u.id and e.email = r.email))
     and not exists (select from "Membership" m where m."organizationId" = r."organizationId" and m."userId" = u.id
                        and (m."roleEndsAt" is null or m."roleEndsAt" > now()))
   order by r."createdAt", r.id limit at_most
$$;
