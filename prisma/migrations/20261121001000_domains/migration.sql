-- Joining by domain. An organization proves with a DNS record that a domain is its own, and says who of the people with a proved address in it may
-- join, or ask to. Several may claim a domain side by side; one has it, whoever proved it first. A join request is the open question of one person to
-- one organization: it goes with its answer, but for a refusal, which is kept so that nobody is asked again at once. Who was a member once does not come
-- back by a domain unseen, and is remembered for that by nothing but an id.

CREATE TYPE "DomainMode" AS ENUM ('nobody', 'ask', 'join');

CREATE TABLE "Domain" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "name" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "mode" "DomainMode" NOT NULL DEFAULT 'nobody',
    "builtInRole" "BuiltInRole",
    "roleId" UUID,
    "modeSetById" UUID,
    "verifiedAt" TIMESTAMPTZ(3),
    "failingSince" TIMESTAMPTZ(3),
    "toldAt" TIMESTAMPTZ(3),
    "checkedAt" TIMESTAMPTZ(3),
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Domain_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "JoinRequest" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "userId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "declinedAt" TIMESTAMPTZ(3),

    CONSTRAINT "JoinRequest_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "FormerMember" (
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "userId" UUID NOT NULL,
    "leftAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FormerMember_pkey" PRIMARY KEY ("organizationId", "userId")
);

CREATE UNIQUE INDEX "Domain_organizationId_id_key" ON "Domain"("organizationId", "id");
CREATE UNIQUE INDEX "Domain_organizationId_name_key" ON "Domain"("organizationId", "name");
CREATE INDEX "Domain_modeSetById_idx" ON "Domain"("modeSetById");
CREATE UNIQUE INDEX "JoinRequest_organizationId_id_key" ON "JoinRequest"("organizationId", "id");
CREATE UNIQUE INDEX "JoinRequest_organizationId_userId_key" ON "JoinRequest"("organizationId", "userId");
CREATE INDEX "JoinRequest_organizationId_createdAt_id_idx" ON "JoinRequest"("organizationId", "createdAt", "id");
CREATE INDEX "JoinRequest_userId_idx" ON "JoinRequest"("userId");
CREATE INDEX "FormerMember_userId_idx" ON "FormerMember"("userId");
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_modeSetById_fkey" FOREIGN KEY ("modeSetById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "JoinRequest" ADD CONSTRAINT "JoinRequest_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "JoinRequest" ADD CONSTRAINT "JoinRequest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "FormerMember" ADD CONSTRAINT "FormerMember_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "FormerMember" ADD CONSTRAINT "FormerMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

call isolate_by_organization('"Domain"');
call isolate_by_organization('"JoinRequest"');
call isolate_by_organization('"FormerMember"');

-- One organization for each proved domain.
CREATE UNIQUE INDEX "one_organization_for_a_domain" ON "Domain" (lower("name")) WHERE "verifiedAt" IS NOT NULL;
ALTER TABLE "Domain" ADD CONSTRAINT "domain_in_one_form" CHECK ("name" = lower("name"));
-- Who joins becomes something, and never an owner. The role is no foreign key: it may be deleted, and then people ask.
ALTER TABLE "Domain" ADD CONSTRAINT "joins_as_one_role" CHECK (
  (mode = 'join') = (num_nonnulls("builtInRole", "roleId") = 1) AND num_nonnulls("builtInRole", "roleId") < 2 AND "builtInRole" IS DISTINCT FROM 'owner');
ALTER TABLE "Domain" ADD CONSTRAINT "only_a_proved_domain_fails" CHECK ("failingSince" IS NULL OR "verifiedAt" IS NOT NULL);

-- What a person has asked for, wherever they did.
create policy mine on "JoinRequest" for select using ("userId" = scope('user_id')::uuid);

-- Whoever leaves or is removed is remembered, unless the organization or the person goes altogether.
create function remember_former_member() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into "FormerMember" ("organizationId", "userId")
  select o.id, u.id from "Organization" o, "User" u where o.id = old."organizationId" and u.id = old."userId"
      on conflict ("organizationId", "userId") do update set "leftAt" = now();
  return null;
end $$;
create trigger remember_former_member after delete on "Membership" for each row execute function remember_former_member();

-- Which organizations a person may join, or ask to, by an address that they have proved, and where they wait for an answer. The proof is the session
-- behind the scope. Of an organization it tells the name, and what decides whether its mode still holds (lib/domain/joining-by-domain.ts).
-- A domain whose record is gone for three days (DOMAIN_GRACE in lib/parameters.ts) lets nobody in.
create function organizations_to_join()
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
  select o.id, o.name, d.id, d.name, d.mode, d."builtInRole", r.id, r.name, r.permissions, s."builtInRole", sr.permissions,
         m.id is not null or f."userId" is not null, a.id, a."createdAt"
    from me
    join (select "organizationId" from open union select "organizationId" from asked) c on true
    join "Organization" o on o.id = c."organizationId" and o."deletedAt" is null
    left join open d on d."organizationId" = o.id
    left join asked a on a."organizationId" = o.id
    left join "Role" r on r."organizationId" = o.id and r.id = d."roleId"
    left join "User" w on w.id = d."modeSetById" and w."disabledAt" is null
    left join "Membership" s on s."organizationId" = o.id and s."userId" = w.id and (s."roleEndsAt" is null or s."roleEndsAt" > now())
    left join "Role" sr on sr."organizationId" = o.id and sr.id = s."roleId"
    left join "Membership" m on m."organizationId" = o.id and m."userId" = me.id
    left join "FormerMember" f on f."organizationId" = o.id and f."userId" = me.id
   where a."declinedAt" is null and (m.id is null or m."roleEndsAt" <= now())
   order by lower(o.name), o.id
$$;

-- Who asks to join the organization in scope: only who still has the address they asked with, is enabled, and is no member meanwhile. They are nobody
-- here yet, so the organization sees them through this and nothing else.
create function open_join_requests(only_one uuid, at_most integer)
returns table (id uuid, user_id uuid, name text, email text, created_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, u.id, u.name, r.email, r."createdAt", r."expiresAt"
    from "JoinRequest" r join "User" u on u.id = r."userId"
   where r."organizationId" = scope('organization_id')::uuid and (only_one is null or r.id = only_one)
     and r."declinedAt" is null and r."expiresAt" > now() and u."disabledAt" is null and u."emailVerified" is not null
     and (u.email = r.email or exists (select from "EmailAddress" e where e."userId" = u.id and e.email = r.email))
     and not exists (select from "Membership" m where m."organizationId" = r."organizationId" and m."userId" = u.id
                        and (m."roleEndsAt" is null or m."roleEndsAt" > now()))
   order by r."createdAt", r.id limit at_most
$$;

-- A domain of the organization in scope, whose record was just found, becomes its own; false when another organization has it. One that let its
-- record go for three days loses it here, and is named so that it can be told.
create function claim_domain(claimed uuid, out won boolean, out lost_by uuid, out lost uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  wanted text;
begin
  select name into wanted from "Domain" where id = claimed and "organizationId" = scope('organization_id')::uuid for no key update;
  won := false;
  if not found then return; end if;
  update "Domain" set "verifiedAt" = null, "failingSince" = null, "toldAt" = null, problem = 'taken', mode = 'nobody', "builtInRole" = null, "roleId" = null
   where lower(name) = wanted and id <> claimed and "verifiedAt" is not null and "failingSince" <= now() - interval '3 days'
   returning "organizationId", id into lost_by, lost;
  update "Domain" set "verifiedAt" = now(), problem = null, "checkedAt" = now() where id = claimed;
  won := true;
exception when unique_violation then
  won := false; lost_by := null; lost := null;
end $$;

-- Domains to look up again: proved ones once a day, failing ones every hour, and for a week those that wait for their record. Only the time decides.
create function due_domains(at_most integer) returns table (organization_id uuid, domain_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select d."organizationId", d.id from "Domain" d join "Organization" o on o.id = d."organizationId" and o."deletedAt" is null
   where case when d."verifiedAt" is null then d."createdAt" > now() - interval '7 days' and coalesce(d."checkedAt", d."createdAt") < now() - interval '55 minutes'
              when d."failingSince" is null then coalesce(d."checkedAt", d."verifiedAt") < now() - interval '1 day'
              else coalesce(d."checkedAt", d."failingSince") < now() - interval '55 minutes' end
   order by d."checkedAt" nulls first limit at_most
$$;

-- Requests that are over, declined ones included, are forgotten.
create function forget_join_requests() returns integer
language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (delete from "JoinRequest" where "expiresAt" <= now() returning 1) select count(*)::int from gone
$$;

revoke execute on function remember_former_member, organizations_to_join, open_join_requests, claim_domain, due_domains, forget_join_requests from public;
grant execute on function organizations_to_join, open_join_requests, claim_domain, due_domains, forget_join_requests to app_user;
