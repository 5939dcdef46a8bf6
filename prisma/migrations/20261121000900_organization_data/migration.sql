-- What an organization looks like, and what becomes of the addresses that it gives up. A picture is a tenant's row of its own, as with people, so
-- that no list of organizations carries bytes. A former address leads members on for as long as the organization keeps it; one that it released
-- leads nowhere and is nobody's for 30 days, so that no stranger stands at once where old links point to, and then it is free.

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "accent" TEXT,
ADD COLUMN     "image" TEXT;

-- CreateTable
CREATE TABLE "OrganizationLogo" (
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "bytes" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OrganizationLogo_pkey" PRIMARY KEY ("organizationId")
);

-- CreateTable
CREATE TABLE "ReleasedSlug" (
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "slug" TEXT NOT NULL,
    "releasedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReleasedSlug_pkey" PRIMARY KEY ("organizationId","slug")
);

-- CreateIndex
CREATE INDEX "ReleasedSlug_slug_releasedAt_idx" ON "ReleasedSlug"("slug", "releasedAt");

-- AddForeignKey
ALTER TABLE "OrganizationLogo" ADD CONSTRAINT "OrganizationLogo_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasedSlug" ADD CONSTRAINT "ReleasedSlug_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

call isolate_by_organization('"OrganizationLogo"');
call isolate_by_organization('"ReleasedSlug"');

-- Is this slug still to be had? Answers one bit. One that was released is taken for as long as it is held (RELEASED_SLUG_HELD in lib/parameters.ts).
create or replace function slug_is_taken(wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from "Organization" where slug = wanted) or exists (select 1 from "FormerSlug" where slug = wanted)
      or exists (select 1 from "ReleasedSlug" where slug = wanted and "releasedAt" > now() - interval '30 days')
$$;

-- What one organization was called before, or gave up lately, no other can be called now.
create or replace function keep_former_slugs() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from "FormerSlug" where slug = new.slug and "organizationId" <> new.id)
  or exists (select 1 from "ReleasedSlug" where slug = new.slug and "organizationId" <> new.id and "releasedAt" > now() - interval '30 days') then
    raise exception 'this slug was another organization''s' using errcode = 'unique_violation', constraint = 'Organization_slug_key';
  end if;
  return new;
end $$;

-- The colours and pictures of the organizations of whoever is signed in with this session, for the frame around every page.
create function organization_marks(token_digest bytea) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_object_agg(o.id, jsonb_build_object('accent', o.accent, 'image', o.image)), '{}')
    from "Session" s
    join "Membership" m on m."userId" = s."userId" and (m."roleEndsAt" is null or m."roleEndsAt" > now())
    join "Organization" o on o.id = m."organizationId" and o."deletedAt" is null and (o.accent is not null or o.image is not null)
   where s."tokenDigest" = token_digest and s."expiresAt" > now() and s."lastUsedAt" > now() - interval '7 days'
$$;

-- An organization's picture, for its members: whoever is signed in with this session.
create function find_logo(token_digest bytea, organization uuid) returns table (bytes bytea, digest text)
language sql volatile security definer set search_path = public, pg_temp as $$
  select l.bytes, l.digest
    from request_context(token_digest, null, false) c
    join "Membership" m on m."userId" = c.user_id and m."organizationId" = organization and (m."roleEndsAt" is null or m."roleEndsAt" > now())
    join "Organization" o on o.id = m."organizationId" and o."deletedAt" is null
    join "OrganizationLogo" l on l."organizationId" = o.id
$$;

-- The colour of the organization that an invitation leads to, for whoever holds one of its secrets.
create function find_invitation_accent(digest bytea) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select o.accent from "Invitation" i join "Organization" o on o.id = i."organizationId"
   where i."mailTokenDigest" = digest or i."copyTokenDigest" = digest or i."linkTokenDigest" = digest
$$;

revoke execute on function organization_marks, find_logo, find_invitation_accent from public;
grant execute on function organization_marks, find_logo, find_invitation_accent to app_user;
