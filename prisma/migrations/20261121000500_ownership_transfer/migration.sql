-- Ownership is handed over by two people: an owner offers it, and the member whom they chose accepts. Until then nothing changes. The row is the
-- open offer and nothing else: it goes when it is accepted, declined or taken back, and what happened is in the audit log. One at a time for an
-- organization, so that everybody who looks sees the same; it goes with the membership of either side.

-- CreateTable
CREATE TABLE "OwnershipOffer" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" UUID NOT NULL DEFAULT (scope('organization_id'::text))::uuid,
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "becomes" "BuiltInRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OwnershipOffer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "OwnershipOffer_organizationId_key" ON "OwnershipOffer"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "OwnershipOffer_organizationId_id_key" ON "OwnershipOffer"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OwnershipOffer_organizationId_fromId_key" ON "OwnershipOffer"("organizationId", "fromId");

-- CreateIndex
CREATE UNIQUE INDEX "OwnershipOffer_organizationId_toId_key" ON "OwnershipOffer"("organizationId", "toId");

-- AddForeignKey
ALTER TABLE "OwnershipOffer" ADD CONSTRAINT "OwnershipOffer_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnershipOffer" ADD CONSTRAINT "OwnershipOffer_organizationId_fromId_fkey" FOREIGN KEY ("organizationId", "fromId") REFERENCES "Membership"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnershipOffer" ADD CONSTRAINT "OwnershipOffer_organizationId_toId_fkey" FOREIGN KEY ("organizationId", "toId") REFERENCES "Membership"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

call isolate_by_organization('"OwnershipOffer"');

ALTER TABLE "OwnershipOffer" ADD CONSTRAINT "offered_to_somebody_else" CHECK ("fromId" <> "toId");
ALTER TABLE "OwnershipOffer" ADD CONSTRAINT "offerer_stays_or_becomes_admin" CHECK ("becomes" IN ('owner', 'admin'));

-- Across organizations a person sees what is offered to them.
create policy mine on "OwnershipOffer" for select using (
  exists (select 1 from "Membership" m where m.id = "OwnershipOffer"."toId" and m."userId" = scope('user_id')::uuid));

-- The second line behind lib/domain/ownership.ts, looked at when the transaction commits. In an organization that people use, somebody must remain who
-- can act as its owner: whose account is disabled, or whose address nobody has proved, cannot. For a deleted one it is enough that somebody owns it.
create or replace function keep_an_owner() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid;
  in_use boolean;
begin
  if tg_table_name = 'Organization' then
    organization := new.id;
  else
    if old."builtInRole" is distinct from 'owner' or (tg_op = 'UPDATE' and new."builtInRole" = 'owner') then return null; end if;
    organization := old."organizationId";
  end if;
  select "deletedAt" is null and tg_table_name = 'Membership' into in_use from "Organization" where id = organization for no key update;
  if found and not exists (
    select 1 from "Membership" m join "User" u on u.id = m."userId"
     where m."organizationId" = organization and m."builtInRole" = 'owner'
       and (not in_use or (u."disabledAt" is null and u."emailVerified" is not null))) then
    raise exception 'an organization needs an owner' using errcode = 'check_violation', constraint = 'an_owner_remains';
  end if;
  return null;
end $$;
