-- The wall: who sees which row, and the few doors through it.

grant usage on schema public to app_user;

-- ── Identity ────────────────────────────────────────────────────────────────────────────────────────────────────────
call isolate_identity('"User"');
call isolate_identity('"Password"');
call isolate_identity('"Account"');
call isolate_identity('"Session"');
call isolate_identity('"Device"');
call isolate_identity('"Token"');
call isolate_identity('"SecurityEvent"');

-- A person sees and edits themself …
create policy myself on "User" for select using (id = scope('user_id')::uuid);
create policy edit_myself on "User" for update using (id = scope('user_id')::uuid);
create policy mine on "Session" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "SecurityEvent" for select using ("userId" = scope('user_id')::uuid);
-- … and an organization sees the people in it, and nobody else's.
create policy people_here on "User" for select using (
  exists (select 1 from "Membership" m where m."userId" = "User".id and m."organizationId" = scope('organization_id')::uuid));

-- ── Tenants ─────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table "Organization" enable row level security;
alter table "Organization" force row level security;
create policy in_org on "Organization" using (id = scope('organization_id')::uuid);
create policy definer on "Organization" to current_user using (true) with check (true);
grant select, insert, update on "Organization" to app_user;

call isolate_by_organization('"FormerSlug"');
call isolate_by_organization('"Membership"');
call isolate_by_organization('"Role"');
call isolate_by_organization('"Invitation"');
call isolate_by_organization('"Project"');
call isolate_by_organization('"AuditEvent"');
call isolate_by_organization('"AuditDetail"');
call isolate_by_organization('"AuditHead"');
call isolate_by_organization('"Refusal"');

-- History is written by append_audit() and changed by nobody.
revoke insert, update, delete on "AuditEvent", "AuditDetail", "AuditHead" from app_user;
revoke update, delete on "Refusal" from app_user;

-- Across organizations a person sees their own memberships, and invitations to the address that they have proved.
create policy mine on "Membership" for select using ("userId" = scope('user_id')::uuid);
create policy addressed_to_me on "Invitation" for select using (
  "email" = (select u.email from "User" u where u.id = scope('user_id')::uuid and u."emailVerified" is not null));
create policy mine on "Organization" for select using (
  exists (select 1 from "Membership" m where m."organizationId" = "Organization".id and m."userId" = scope('user_id')::uuid));

-- ── Infrastructure: of no tenant and no person, without row-level security ──────────────────────────────────────────
grant select, insert, update, delete on "RateLimit", "MailboxMessage" to app_user;

-- ── The doors: functions with the owner's rights whose arguments are the proof ──────────────────────────────────────

-- Who is calling, and what are they in this organization? One call for every page, action and handler; the proof is the session's token.
-- A disabled user, an expired or idle session, a removed member, an ended role, a deleted organization: not there.
-- `for_page` also notes the visit and gathers what the frame around a page shows.
create function request_context(token_digest bytea, wanted_slug text, for_page boolean)
returns table (
  session_id uuid, session_method text, session_created_at timestamptz, proved_at timestamptz, second_factor_at timestamptz, step_up_at timestamptz,
  user_id uuid, user_email text, user_email_verified boolean, user_addresses text[], user_name text, user_image text, last_organization_id uuid,
  organization_id uuid, organization_slug text, organization_name text, organization_created_at timestamptz,
  membership_id uuid, built_in_role "BuiltInRole", role_name text, role_permissions text[],
  moved_to text, organizations jsonb, invitations jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  s "Session";
  u "User";
begin
  select * into s from "Session" where "tokenDigest" = token_digest and "expiresAt" > now() and "lastUsedAt" > now() - interval '7 days';
  if not found then return; end if;
  select * into u from "User" where id = s."userId" and "disabledAt" is null;
  if not found then return; end if;

  session_id := s.id; session_method := s.method; session_created_at := s."createdAt"; proved_at := s."provedAt";
  second_factor_at := s."secondFactorAt"; step_up_at := s."stepUpAt";
  user_id := u.id; user_email := u.email; user_email_verified := u."emailVerified" is not null; user_name := u.name; user_image := u.image;
  last_organization_id := u."lastOrganizationId";
  select coalesce(array_agg(e.email order by e.email), '{}') into user_addresses from "EmailAddress" e where e."userId" = u.id;

  if wanted_slug is not null then
    select o.id, o.slug, o.name, o."createdAt", m.id, m."builtInRole", r.name, r.permissions
      into organization_id, organization_slug, organization_name, organization_created_at, membership_id, built_in_role, role_name, role_permissions
      from "Organization" o
      join "Membership" m on m."organizationId" = o.id and m."userId" = u.id and (m."roleEndsAt" is null or m."roleEndsAt" > now())
      left join "Role" r on r."organizationId" = m."organizationId" and r.id = m."roleId"
     where o.slug = wanted_slug and o."deletedAt" is null;
    if not found then
      select o.slug into moved_to
        from "FormerSlug" f
        join "Organization" o on o.id = f."organizationId" and o."deletedAt" is null
        join "Membership" m on m."organizationId" = o.id and m."userId" = u.id and (m."roleEndsAt" is null or m."roleEndsAt" > now())
       where f.slug = wanted_slug;
    end if;
  end if;

  if for_page then
    if s."lastUsedAt" < now() - interval '1 minute' then
      update "Session" set "lastUsedAt" = now() where id = s.id;
    end if;
    if organization_id is not null and u."lastOrganizationId" is distinct from organization_id then
      update "User" set "lastOrganizationId" = organization_id where id = u.id;
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'slug', x.slug, 'name', x.name, 'role', x.role) order by lower(x.name), x.id), '[]')
      into organizations
      from (select o.id, o.slug, o.name, coalesce(m."builtInRole"::text, r.name) as role
              from "Membership" m
              join "Organization" o on o.id = m."organizationId" and o."deletedAt" is null
              left join "Role" r on r."organizationId" = m."organizationId" and r.id = m."roleId"
             where m."userId" = u.id and (m."roleEndsAt" is null or m."roleEndsAt" > now())
             order by lower(o.name), o.id limit 200) x;
    select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'organizationName', x.name, 'role', x.role, 'inviterName', x.inviter, 'expiresAt', x."expiresAt") order by x."createdAt" desc), '[]')
      into invitations
      from (select i.id, o.name, coalesce(i."builtInRole"::text, r.name) as role, w.name as inviter, i."expiresAt", i."createdAt"
              from "Invitation" i
              join "Organization" o on o.id = i."organizationId" and o."deletedAt" is null
              left join "Role" r on r."organizationId" = i."organizationId" and r.id = i."roleId"
              left join "User" w on w.id = i."invitedById"
             where u."emailVerified" is not null and (i.email = u.email or i.email = any (user_addresses))
               and i."acceptedAt" is null and i."revokedAt" is null and i."expiresAt" > now()
               and not exists (select 1 from "Membership" m where m."organizationId" = i."organizationId" and m."userId" = u.id)
             order by i."createdAt" desc limit 20) x;
  end if;
  return next;
end $$;

-- An invitation, for whoever holds one of its secrets. `via` says which: only the mailed one proves the address.
-- With what is offered comes what its inviter may give at this moment; null when nobody is left who stands behind it.
create function find_invitation(digest bytea)
returns table (
  invitation_id uuid, via text, email text, organization_id uuid, organization_name text, organization_deleted boolean,
  built_in_role "BuiltInRole", role_id uuid, role_name text, role_permissions text[],
  inviter_name text, inviter_built_in_role "BuiltInRole", inviter_permissions text[],
  message text, expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id,
         case when i."mailTokenDigest" = digest then 'mail' when i."copyTokenDigest" = digest then 'copy' else 'link' end,
         i.email, o.id, o.name, o."deletedAt" is not null,
         i."builtInRole", r.id, r.name, r.permissions,
         w.name, m."builtInRole", h.permissions,
         i.message, i."expiresAt", i."acceptedAt", i."revokedAt"
    from "Invitation" i
    join "Organization" o on o.id = i."organizationId"
    left join "Role" r on r."organizationId" = i."organizationId" and r.id = i."roleId"
    left join "User" w on w.id = i."invitedById"
    left join "Membership" m on m."organizationId" = i."organizationId" and m."userId" = w.id and w."disabledAt" is null
                            and (m."roleEndsAt" is null or m."roleEndsAt" > now())
    left join "Role" h on h."organizationId" = m."organizationId" and h.id = m."roleId"
   where i."mailTokenDigest" = digest or i."copyTokenDigest" = digest or i."linkTokenDigest" = digest
$$;

-- Is this slug still to be had? Answers one bit; the rule is in the unique keys.
create function slug_is_taken(wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from "Organization" where slug = wanted) or exists (select 1 from "FormerSlug" where slug = wanted)
$$;

-- A slug is one name for all time: what one organization was called before, no other can be called now.
create function keep_former_slugs() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from "FormerSlug" where slug = new.slug and "organizationId" <> new.id) then
    raise exception 'this slug was another organization''s' using errcode = 'unique_violation', constraint = 'Organization_slug_key';
  end if;
  return new;
end $$;
create trigger keep_former_slugs before insert or update of slug on "Organization" for each row execute function keep_former_slugs();

-- Appends to the chain of the organization in scope; `events` is an array of { action, actorId, effectiveActorId, target, detail, at? }.
-- The head is locked, so it is written last before commit. `at` (the demo's history) may lie neither before the last event nor in the future.
create function append_audit(events jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid := scope('organization_id')::uuid;
  head "AuditHead";
  event jsonb;
  fresh "AuditEvent";
  last_at timestamptz;
  new_salt bytea;
begin
  if organization is null then raise exception 'no organization is in scope'; end if;
  insert into "AuditHead" ("organizationId", hash, "anchorHash") values (organization, sha256(organization::text::bytea), sha256(organization::text::bytea))
    on conflict do nothing;
  select * into head from "AuditHead" where "organizationId" = organization for update;
  select max(e.at) into last_at from "AuditEvent" e where e."organizationId" = organization and e.sequence = head.sequence;
  for event in select * from jsonb_array_elements(events) loop
    new_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    fresh."organizationId" := organization;
    fresh.sequence := head.sequence + 1;
    fresh.at := date_trunc('milliseconds', least(clock_timestamp(), greatest(last_at, coalesce((event ->> 'at')::timestamptz, clock_timestamp()))));
    fresh."actorId" := (event ->> 'actorId')::uuid;
    fresh."effectiveActorId" := (event ->> 'effectiveActorId')::uuid;
    fresh.action := event ->> 'action';
    fresh.target := event ->> 'target';
    fresh."detailDigest" := sha256(new_salt || convert_to((event -> 'detail')::text, 'UTF8'));
    fresh."previousHash" := head.hash;
    fresh.hash := audit_hash(fresh);
    insert into "AuditEvent" select fresh.*;
    insert into "AuditDetail" ("organizationId", sequence, salt, detail) values (organization, fresh.sequence, new_salt, event -> 'detail');
    head.sequence := fresh.sequence; head.hash := fresh.hash; last_at := fresh.at;
  end loop;
  update "AuditHead" set sequence = head.sequence, hash = head.hash where "organizationId" = organization;
end $$;

-- What a link of the chain seals: every column of the event, unambiguously, on top of the link before.
create function audit_hash(e "AuditEvent") returns bytea language sql stable as $$
  select sha256(e."previousHash" || convert_to(jsonb_build_array(
    e."organizationId", e.sequence, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    e."actorId", e."effectiveActorId", e.action, e.target, encode(e."detailDigest", 'hex'))::text, 'UTF8'))
$$;

-- What was deleted longer ago than it can be restored (RESTORABLE in lib/parameters.ts) goes for good, and its slugs are free again. There is nothing
-- to prove but the time, which is in the rows.
create function purge_deleted_organizations() returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone uuid[];
begin
  select array_agg(id) into gone from (
    select id from "Organization" where "deletedAt" < now() - interval '30 days' order by "deletedAt" limit 20 for update skip locked) due;
  -- before their roles, which a membership and an invitation hold on to
  delete from "Membership" where "organizationId" = any (gone);
  delete from "Invitation" where "organizationId" = any (gone);
  delete from "Organization" where id = any (gone);
  return coalesce(cardinality(gone), 0);
end $$;

-- Does this database hold the demo's people, whose password everybody knows? `npm start` refuses to run with them.
create function has_demo_data() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from "User" where email like '%@acme.test' or email like '%@globex.test')
$$;

revoke execute on function request_context, find_invitation, slug_is_taken, append_audit, purge_deleted_organizations, has_demo_data, keep_an_owner, keep_former_slugs from public;
grant execute on function request_context, find_invitation, slug_is_taken, append_audit, purge_deleted_organizations, has_demo_data to app_user;
