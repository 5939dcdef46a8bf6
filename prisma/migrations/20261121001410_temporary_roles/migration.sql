-- Somebody may have another role for a time, beside the one that lasts. While the time runs it counts, and only it; afterwards the lasting one does
-- again, by itself and from one moment to the next: no job has to run for that. What follows is in the same row, so taking the lasting role away, or the
-- membership, takes all of it away.

alter table "Membership"
  add column "temporaryBuiltInRole" "BuiltInRole",
  add column "temporaryRoleId" uuid,
  add column "temporaryUntil" timestamptz(3),
  add column "toldOfEnd" timestamptz(3),
  add constraint "Membership_organizationId_temporaryRoleId_fkey" foreign key ("organizationId", "temporaryRoleId")
    references "Role" ("organizationId", id) on delete restrict on update cascade,
  add constraint "temporary_is_one_role" check (num_nonnulls("temporaryBuiltInRole", "temporaryRoleId") = num_nonnulls("temporaryUntil")),
  -- nobody is an owner for a time, and an owner has nothing to gain from another role
  add constraint "ownership_is_not_temporary" check (
    "temporaryBuiltInRole" is distinct from 'owner' and ("temporaryUntil" is null or "builtInRole" is distinct from 'owner'));

create index "Membership_organizationId_temporaryRoleId_idx" on "Membership" ("organizationId", "temporaryRoleId");
create index "temporary_roles" on "Membership" ("organizationId", "temporaryUntil") where "temporaryUntil" is not null;
create index "roles_that_end" on "Membership" ("organizationId", "roleEndsAt") where "roleEndsAt" is not null;

-- The role that counts now, as a built-in one or as a row.
create function held_built_in_role(m "Membership") returns "BuiltInRole" language sql stable as $$
  select case when m."temporaryUntil" > now() then m."temporaryBuiltInRole" else m."builtInRole" end
$$;
create function held_role_id(m "Membership") returns uuid language sql stable as $$
  select case when m."temporaryUntil" > now() then m."temporaryRoleId" else m."roleId" end
$$;

drop function request_context;

-- Who is calling, and what are they in this organization? One call for every page, action and handler; the proof is the session's token.
-- A disabled user, an expired or idle session, a removed member, an ended role, a deleted organization: not there. `session_idle` and `session_age`
-- are seconds. With the membership comes what follows a role that is held for a time, the organization's policy, and the role as which this session
-- looks at it. `for_page` also notes the visit and gathers what the frame around a page shows.
create function request_context(token_digest bytea, wanted_slug text, for_page boolean)
returns table (
  session_id uuid, session_method text, session_created_at timestamptz, proved_at timestamptz, second_factor_at timestamptz, step_up_at timestamptz,
  session_idle integer, session_age integer,
  user_id uuid, user_email text, user_email_verified boolean, user_addresses text[], user_name text, user_image text, last_organization_id uuid,
  organization_id uuid, organization_slug text, organization_name text, organization_created_at timestamptz,
  membership_id uuid, built_in_role "BuiltInRole", role_name text, role_permissions text[],
  afterwards jsonb, policy jsonb, viewed jsonb,
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
  session_idle := greatest(s."longestIdle", extract(epoch from now() - s."lastUsedAt")); session_age := extract(epoch from now() - s."provedAt");
  user_id := u.id; user_email := u.email; user_email_verified := u."emailVerified" is not null; user_name := u.name; user_image := u.image;
  last_organization_id := u."lastOrganizationId";
  select coalesce(array_agg(e.email order by e.email), '{}') into user_addresses from "EmailAddress" e where e."userId" = u.id;

  if wanted_slug is not null then
    select o.id, o.slug, o.name, o."createdAt", m.id, held_built_in_role(m), r.name, r.permissions,
           case when m."temporaryUntil" > now() then jsonb_build_object(
             'until', m."temporaryUntil", 'builtInRole', m."builtInRole", 'name', b.name, 'permissions', b.permissions) end,
           case when p."organizationId" is not null then jsonb_build_object(
             'secondFactor', coalesce(p."secondFactorFrom" <= now(), false), 'secondFactorFrom', p."secondFactorFrom",
             'methods', coalesce(p.methods, '{}'), 'methodsInForce', coalesce(p."methodsFrom" <= now(), false), 'methodsFrom', p."methodsFrom",
             'sessionIdle', p."sessionIdle", 'sessionLifetime', p."sessionLifetime", 'networks', coalesce(p.networks, '{}'),
             'inviters', p.inviters, 'linkMakers', p."linkMakers") end,
           case when v.id is not null then jsonb_build_object('builtInRole', v."builtInRole", 'name', w.name, 'permissions', w.permissions) end
      into organization_id, organization_slug, organization_name, organization_created_at, membership_id, built_in_role, role_name, role_permissions,
           afterwards, policy, viewed
      from "Organization" o
      join "Membership" m on m."organizationId" = o.id and m."userId" = u.id and (m."roleEndsAt" is null or m."roleEndsAt" > now())
      left join "Role" r on r."organizationId" = m."organizationId" and r.id = held_role_id(m)
      left join "Role" b on b."organizationId" = m."organizationId" and b.id = m."roleId" and m."temporaryUntil" > now()
      left join "Policy" p on p."organizationId" = o.id
      left join "RoleView" v on v."organizationId" = o.id and v."sessionId" = s.id and v."expiresAt" > now()
      left join "Role" w on w."organizationId" = v."organizationId" and w.id = v."roleId"
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
      update "Session" set "lastUsedAt" = now(), "longestIdle" = session_idle where id = s.id;
    end if;
    if organization_id is not null and u."lastOrganizationId" is distinct from organization_id then
      update "User" set "lastOrganizationId" = organization_id where id = u.id;
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'slug', x.slug, 'name', x.name, 'role', x.role) order by lower(x.name), x.id), '[]')
      into organizations
      from (select o.id, o.slug, o.name, coalesce(held_built_in_role(m)::text, r.name) as role
              from "Membership" m
              join "Organization" o on o.id = m."organizationId" and o."deletedAt" is null
              left join "Role" r on r."organizationId" = m."organizationId" and r.id = held_role_id(m)
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

-- What a secret opens. Whoever invited is looked at in the role that they have now, and with it comes what the organization's policy says of inviting.
drop function find_invitation(bytea);
create function find_invitation(digest bytea)
returns table (
  invitation_id uuid, via text, email text, organization_id uuid, organization_name text, organization_deleted boolean,
  built_in_role "BuiltInRole", role_id uuid, role_name text, role_permissions text[],
  inviter_name text, inviter_built_in_role "BuiltInRole", inviter_permissions text[],
  message text, expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, asked_again_at timestamptz,
  uses integer, max_uses integer, allowed_domains text[], seat_limit integer, seats_taken integer, inviters "MayInvite", link_makers "MayInvite")
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id,
         case when i."mailTokenDigest" = digest then 'mail' when i."copyTokenDigest" = digest then 'copy' else 'link' end,
         i.email, o.id, o.name, o."deletedAt" is not null,
         i."builtInRole", r.id, r.name, r.permissions,
         w.name, held_built_in_role(m), h.permissions,
         i.message, i."expiresAt", i."acceptedAt", i."revokedAt", i."askedAgainAt",
         i.uses, i."maxUses", i."allowedDomains", seat_limit(o.id),
         case when seat_limit(o.id) is null then 0 else (select count(*)::int from "Membership" s where s."organizationId" = o.id) end,
         p.inviters, p."linkMakers"
    from "Invitation" i
    join "Organization" o on o.id = i."organizationId"
    left join "Role" r on r."organizationId" = i."organizationId" and r.id = i."roleId"
    left join "User" w on w.id = i."invitedById"
    left join "Membership" m on m."organizationId" = i."organizationId" and m."userId" = w.id and w."disabledAt" is null
                            and (m."roleEndsAt" is null or m."roleEndsAt" > now())
    left join "Role" h on h."organizationId" = m."organizationId" and h.id = held_role_id(m)
    left join "Policy" p on p."organizationId" = o.id
   where i."mailTokenDigest" = digest or i."copyTokenDigest" = digest or i."linkTokenDigest" = digest
$$;
-- Which organizations are open to a proved address, as before; whoever chose the role is looked at in the one that they have now.
create or replace function organizations_to_join()
returns table (
  organization_id uuid, organization_name text, domain_id uuid, domain text, mode "DomainMode",
  built_in_role "BuiltInRole", role_id uuid, role_name text, role_permissions text[],
  setter_built_in_role "BuiltInRole", setter_permissions text[], former boolean, request_id uuid, requested_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  with me as (
    select id, email from "User" where id = scope('user_id')::uuid and "emailVerified" is not null and "disabledAt" is null),
  mine as (
    select split_part(email, '@', 2) as name from me
     union select split_part(e.email, '@', 2) from "EmailAddress" e join me on me.id = e."userId"),
  open as (
    select distinct on (d."organizationId") d.* from "Domain" d join mine on mine.name = lower(d.name)
     where d."verifiedAt" is not null and d.mode <> 'nobody' and (d."failingSince" is null or d."failingSince" > now() - interval '3 days')
     order by d."organizationId", d.mode desc),
  asked as (
    select r.* from "JoinRequest" r join me on me.id = r."userId" where r."expiresAt" > now())
  select o.id, o.name, d.id, d.name, d.mode, d."builtInRole", r.id, r.name, r.permissions, held_built_in_role(s), sr.permissions,
         m.id is not null or f."userId" is not null, a.id, a."createdAt"
    from me
    join (select "organizationId" from open union select "organizationId" from asked) c on true
    join "Organization" o on o.id = c."organizationId" and o."deletedAt" is null
    left join open d on d."organizationId" = o.id
    left join asked a on a."organizationId" = o.id
    left join "Role" r on r."organizationId" = o.id and r.id = d."roleId"
    left join "User" w on w.id = d."modeSetById" and w."disabledAt" is null
    left join "Membership" s on s."organizationId" = o.id and s."userId" = w.id and (s."roleEndsAt" is null or s."roleEndsAt" > now())
    left join "Role" sr on sr."organizationId" = o.id and sr.id = held_role_id(s)
    left join "Membership" m on m."organizationId" = o.id and m."userId" = me.id
    left join "FormerMember" f on f."organizationId" = o.id and f."userId" = me.id
   where a."declinedAt" is null and (m.id is null or m."roleEndsAt" <= now())
   order by lower(o.name), o.id
$$;

-- Roles to attend to: those held for a time that is over, whose row still says so, and those that end within three days, of which nobody was told.
-- Only the time decides.
create function due_role_ends(at_most integer) returns table (organization_id uuid, membership_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select m."organizationId", m.id
    from "Membership" m join "Organization" o on o.id = m."organizationId" and o."deletedAt" is null
   where m."temporaryUntil" <= now()
      or (least(m."temporaryUntil", m."roleEndsAt") > now() and least(m."temporaryUntil", m."roleEndsAt") <= now() + interval '3 days'
          and m."toldOfEnd" is distinct from least(m."temporaryUntil", m."roleEndsAt"))
   order by least(m."temporaryUntil", m."roleEndsAt") limit at_most
$$;

revoke execute on function request_context, find_invitation, due_role_ends from public;
grant execute on function request_context, find_invitation, due_role_ends to app_user;
