-- What an organization demands of whoever enters it, and how an admin looks at it as a role would. request_context() answers both with the
-- membership, so that the gate of every page, action and handler decides with what it has asked for anyway. An organization may want sessions
-- to be used more often than we do: how long each lay unused is kept from now on, as the gap is over once somebody comes back.

-- CreateEnum
CREATE TYPE "MayInvite" AS ENUM ('permitted', 'owners', 'nobody');

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "longestIdle" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Policy" (
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "secondFactorFrom" TIMESTAMPTZ(3),
    "methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "methodsFrom" TIMESTAMPTZ(3),
    "sessionIdle" INTEGER,
    "sessionLifetime" INTEGER,
    "networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "inviters" "MayInvite" NOT NULL DEFAULT 'permitted',
    "linkMakers" "MayInvite" NOT NULL DEFAULT 'permitted',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("organizationId")
);

-- CreateTable
CREATE TABLE "RoleView" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "sessionId" UUID NOT NULL,
    "builtInRole" "BuiltInRole",
    "roleId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RoleView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RoleView_sessionId_idx" ON "RoleView"("sessionId");

-- CreateIndex
CREATE INDEX "RoleView_organizationId_roleId_idx" ON "RoleView"("organizationId", "roleId");

-- CreateIndex
CREATE UNIQUE INDEX "RoleView_organizationId_sessionId_key" ON "RoleView"("organizationId", "sessionId");

-- AddForeignKey
ALTER TABLE "Policy" ADD CONSTRAINT "Policy_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleView" ADD CONSTRAINT "RoleView_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleView" ADD CONSTRAINT "RoleView_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoleView" ADD CONSTRAINT "RoleView_organizationId_roleId_fkey" FOREIGN KEY ("organizationId", "roleId") REFERENCES "Role"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Both are tenants' tables. Prisma does not know the rules that hold within a row.
call isolate_by_organization('"Policy"');
call isolate_by_organization('"RoleView"');
alter table "RoleView" add constraint "view_has_one_role" check (num_nonnulls("builtInRole", "roleId") = 1);
alter table "Policy" add constraint "policy_leaves_time" check ("sessionIdle" >= 15 and "sessionLifetime" >= 60); -- [ASVS V7.3.1, V7.3.2]
alter table "Policy" add constraint "somebody_invites" check (inviters <> 'nobody');

drop function request_context;

-- Who is calling, and what are they in this organization? One call for every page, action and handler; the proof is the session's token.
-- A disabled user, an expired or idle session, a removed member, an ended role, a deleted organization: not there. `session_idle` and `session_age`
-- are seconds. With the membership comes the organization's policy, and the role as which this session looks at it.
-- `for_page` also notes the visit and gathers what the frame around a page shows.
create function request_context(token_digest bytea, wanted_slug text, for_page boolean)
returns table (
  session_id uuid, session_method text, session_created_at timestamptz, proved_at timestamptz, second_factor_at timestamptz, step_up_at timestamptz,
  session_idle integer, session_age integer,
  user_id uuid, user_email text, user_email_verified boolean, user_addresses text[], user_name text, user_image text, last_organization_id uuid,
  organization_id uuid, organization_slug text, organization_name text, organization_created_at timestamptz,
  membership_id uuid, built_in_role "BuiltInRole", role_name text, role_permissions text[],
  policy jsonb, viewed jsonb,
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
    select o.id, o.slug, o.name, o."createdAt", m.id, m."builtInRole", r.name, r.permissions,
           case when p."organizationId" is not null then jsonb_build_object(
             'secondFactor', coalesce(p."secondFactorFrom" <= now(), false), 'secondFactorFrom', p."secondFactorFrom",
             'methods', coalesce(p.methods, '{}'), 'methodsInForce', coalesce(p."methodsFrom" <= now(), false), 'methodsFrom', p."methodsFrom",
             'sessionIdle', p."sessionIdle", 'sessionLifetime', p."sessionLifetime", 'networks', coalesce(p.networks, '{}'),
             'inviters', p.inviters, 'linkMakers', p."linkMakers") end,
           case when v.id is not null then jsonb_build_object('builtInRole', v."builtInRole", 'name', w.name, 'permissions', w.permissions) end
      into organization_id, organization_slug, organization_name, organization_created_at, membership_id, built_in_role, role_name, role_permissions,
           policy, viewed
      from "Organization" o
      join "Membership" m on m."organizationId" = o.id and m."userId" = u.id and (m."roleEndsAt" is null or m."roleEndsAt" > now())
      left join "Role" r on r."organizationId" = m."organizationId" and r.id = m."roleId"
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

-- How the members of the organization in scope can prove who they are, and where from they last did: what a policy would ask of them, and the
-- columns of the list of members. All of them, or those who are named. Counts only what is in force; nothing of it proves anything.
create function member_proofs(people uuid[])
returns table (user_id uuid, second_factor boolean, methods text[], last_active_at timestamptz, last_ip text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, a."userId" is not null or k.held,
         array_remove(array[case when p."userId" is not null then 'password' end, case when u."emailVerified" is not null then 'link' end,
                            case when k.held then 'passkey' end], null)
           || array(select distinct c.issuer from "Account" c where c."userId" = u.id),
         s."lastUsedAt", s.ip
    from "Membership" m
    join "User" u on u.id = m."userId"
    left join "Password" p on p."userId" = u.id
    left join "AuthenticatorApp" a on a."userId" = u.id and a."confirmedAt" is not null
    cross join lateral (select exists (select from "Passkey" k where k."userId" = u.id) as held) k
    left join lateral (select x."lastUsedAt", x.ip from "Session" x where x."userId" = u.id order by x."lastUsedAt" desc limit 1) s on true
   where m."organizationId" = scope('organization_id')::uuid and (people is null or u.id = any (people))
$$;

revoke execute on function request_context, member_proofs from public;
grant execute on function request_context, member_proofs to app_user;
