-- Invitations, complete: links that several people join by, within a number of uses, a time and the domains of their addresses; who joined by
-- one; “ask for a new one” on what came too late; and a limit on seats, counted whenever somebody joins.

ALTER TABLE "Organization" ADD COLUMN "seatLimit" INTEGER;
ALTER TABLE "Organization" ADD CONSTRAINT "at_least_one_seat" CHECK ("seatLimit" > 0);

ALTER TABLE "Invitation" DROP COLUMN "allowedDomain",
ADD COLUMN "allowedDomains" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "askedAgainAt" TIMESTAMPTZ(3);
-- A link without an end to its uses is a door, not an invitation. Nobody becomes an owner by a link.
ALTER TABLE "Invitation" ADD CONSTRAINT "link_has_limits" CHECK
  ("linkTokenDigest" IS NULL OR ("maxUses" > 0 AND "builtInRole" IS DISTINCT FROM 'owner' AND "acceptedAt" IS NULL));

CREATE TABLE "InvitationUse" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "invitationId" UUID NOT NULL,
    "userId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InvitationUse_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "InvitationUse_organizationId_id_key" ON "InvitationUse"("organizationId", "id");
CREATE INDEX "InvitationUse_organizationId_invitationId_createdAt_idx" ON "InvitationUse"("organizationId", "invitationId", "createdAt");
CREATE INDEX "InvitationUse_userId_idx" ON "InvitationUse"("userId");
ALTER TABLE "InvitationUse" ADD CONSTRAINT "InvitationUse_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "InvitationUse" ADD CONSTRAINT "InvitationUse_organizationId_invitationId_fkey" FOREIGN KEY ("organizationId", "invitationId") REFERENCES "Invitation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "InvitationUse" ADD CONSTRAINT "InvitationUse_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
call isolate_by_organization('"InvitationUse"');

-- How many members an organization may have; null is no limit. A product with plans replaces this function, or feeds the column.
create function seat_limit(organization uuid) returns integer language sql stable as $$
  select "seatLimit" from "Organization" where id = organization
$$;

-- What a secret opens. Besides what it said before: how it came (mailed, copied, or a link for several), how often a link was used and may be,
-- for which domains, and whether a seat is free. The proof is the secret.
drop function find_invitation(bytea);
create function find_invitation(digest bytea)
returns table (
  invitation_id uuid, via text, email text, organization_id uuid, organization_name text, organization_deleted boolean,
  built_in_role "BuiltInRole", role_id uuid, role_name text, role_permissions text[],
  inviter_name text, inviter_built_in_role "BuiltInRole", inviter_permissions text[],
  message text, expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, asked_again_at timestamptz,
  uses integer, max_uses integer, allowed_domains text[], seat_limit integer, seats_taken integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id,
         case when i."mailTokenDigest" = digest then 'mail' when i."copyTokenDigest" = digest then 'copy' else 'link' end,
         i.email, o.id, o.name, o."deletedAt" is not null,
         i."builtInRole", r.id, r.name, r.permissions,
         w.name, m."builtInRole", h.permissions,
         i.message, i."expiresAt", i."acceptedAt", i."revokedAt", i."askedAgainAt",
         i.uses, i."maxUses", i."allowedDomains", seat_limit(o.id),
         case when seat_limit(o.id) is null then 0 else (select count(*)::int from "Membership" s where s."organizationId" = o.id) end
    from "Invitation" i
    join "Organization" o on o.id = i."organizationId"
    left join "Role" r on r."organizationId" = i."organizationId" and r.id = i."roleId"
    left join "User" w on w.id = i."invitedById"
    left join "Membership" m on m."organizationId" = i."organizationId" and m."userId" = w.id and w."disabledAt" is null
                            and (m."roleEndsAt" is null or m."roleEndsAt" > now())
    left join "Role" h on h."organizationId" = m."organizationId" and h.id = m."roleId"
   where i."mailTokenDigest" = digest or i."copyTokenDigest" = digest or i."linkTokenDigest" = digest
$$;
revoke execute on function find_invitation from public;
grant execute on function find_invitation to app_user;
