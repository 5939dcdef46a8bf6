-- Every way in: passkeys, the second factor and what stands between the two, more than one address, and proving again before a sensitive act.

-- CreateEnum
CREATE TYPE "PasskeyPurpose" AS ENUM ('sign_in', 'sign_up', 'add', 'second_factor', 'step_up');

-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'step_up';
ALTER TYPE "TokenPurpose" ADD VALUE 'add_email';
ALTER TYPE "TokenPurpose" ADD VALUE 'undo_email_change';

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "passkeyHandle" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "passkeyOfferAfter" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "passkey" JSONB;

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "label" TEXT;

-- AlterTable
ALTER TABLE "Device" ADD COLUMN     "ip" TEXT,
ADD COLUMN     "rememberedUntil" TIMESTAMPTZ(3),
ADD COLUMN     "userAgent" TEXT;

-- CreateTable
CREATE TABLE "EmailAddress" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EmailAddress_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Avatar" (
    "userId" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "digest" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Avatar_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "DataExport" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "written" INTEGER NOT NULL DEFAULT 0,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DataExport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DataExportPart" (
    "exportId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "DataExportPart_pkey" PRIMARY KEY ("exportId","position")
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "credentialId" BYTEA NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "aaguid" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "backupEligible" BOOLEAN NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasskeyChallenge" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "challenge" BYTEA NOT NULL,
    "purpose" "PasskeyPurpose" NOT NULL,
    "boundTo" BYTEA NOT NULL,
    "userId" UUID,
    "handle" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasskeyChallenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthenticatorApp" (
    "userId" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastStep" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuthenticatorApp_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PendingSignIn" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "tokenDigest" BYTEA NOT NULL,
    "method" TEXT NOT NULL,
    "next" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PendingSignIn_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "EmailAddress_email_key" ON "EmailAddress"("email");

-- CreateIndex
CREATE INDEX "EmailAddress_userId_idx" ON "EmailAddress"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "User_passkeyHandle_key" ON "User"("passkeyHandle");

-- CreateIndex
CREATE INDEX "DataExport_userId_createdAt_idx" ON "DataExport"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "DataExport_expiresAt_idx" ON "DataExport"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey"("credentialId");

-- CreateIndex
CREATE INDEX "Passkey_userId_idx" ON "Passkey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "PasskeyChallenge_challenge_key" ON "PasskeyChallenge"("challenge");

-- CreateIndex
CREATE INDEX "PasskeyChallenge_userId_idx" ON "PasskeyChallenge"("userId");

-- CreateIndex
CREATE INDEX "PasskeyChallenge_expiresAt_idx" ON "PasskeyChallenge"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "RecoveryCode_userId_digest_key" ON "RecoveryCode"("userId", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "PendingSignIn_tokenDigest_key" ON "PendingSignIn"("tokenDigest");

-- CreateIndex
CREATE INDEX "PendingSignIn_userId_idx" ON "PendingSignIn"("userId");

-- CreateIndex
CREATE INDEX "PendingSignIn_expiresAt_idx" ON "PendingSignIn"("expiresAt");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_idx" ON "AuditEvent"("actorId");

-- AddForeignKey
ALTER TABLE "EmailAddress" ADD CONSTRAINT "EmailAddress_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Avatar" ADD CONSTRAINT "Avatar_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DataExport" ADD CONSTRAINT "DataExport_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DataExportPart" ADD CONSTRAINT "DataExportPart_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "DataExport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PasskeyChallenge" ADD CONSTRAINT "PasskeyChallenge_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthenticatorApp" ADD CONSTRAINT "AuthenticatorApp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PendingSignIn" ADD CONSTRAINT "PendingSignIn_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── The wall ────────────────────────────────────────────────────────────────────────────────────────────────────────
call isolate_identity('"EmailAddress"');
call isolate_identity('"Avatar"');
call isolate_identity('"DataExport"');
call isolate_identity('"DataExportPart"');
call isolate_identity('"Passkey"');
call isolate_identity('"PasskeyChallenge"');
call isolate_identity('"AuthenticatorApp"');
call isolate_identity('"RecoveryCode"');
call isolate_identity('"PendingSignIn"');

-- A person sees how they get in; what holds a secret is for lib/auth alone.
create policy mine on "EmailAddress" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "Passkey" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "Account" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "Device" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "Avatar" using ("userId" = scope('user_id')::uuid);
create policy mine on "DataExport" for select using ("userId" = scope('user_id')::uuid);
create policy mine on "DataExportPart" for select using (
  exists (select 1 from "DataExport" e where e.id = "DataExportPart"."exportId" and e."userId" = scope('user_id')::uuid));
-- … and an organization knows its people by every address that is theirs.
create policy people_here on "EmailAddress" for select using (
  exists (select 1 from "Membership" m where m."userId" = "EmailAddress"."userId" and m."organizationId" = scope('organization_id')::uuid));

-- Invitations come to each address that a person has proved.
drop policy addressed_to_me on "Invitation";
create policy addressed_to_me on "Invitation" for select using (
  "email" = (select u.email from "User" u where u.id = scope('user_id')::uuid and u."emailVerified" is not null)
  or "email" in (select e.email from "EmailAddress" e where e."userId" = scope('user_id')::uuid));

-- ── Rules that a Prisma schema cannot say ───────────────────────────────────────────────────────────────────────────
ALTER TABLE "EmailAddress" ADD CONSTRAINT "email_is_normalised" CHECK ("email" = lower(btrim("email")) AND length("email") <= 254);

-- An address is one person's, as the primary one or as a further one, and once: two who claim it at the same moment take turns here.
create function keep_addresses_apart() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('address ' || new.email, 0));
  if tg_table_name = 'User' and exists (select 1 from "EmailAddress" where email = new.email)
  or tg_table_name = 'EmailAddress' and exists (select 1 from "User" where email = new.email) then
    raise exception 'this address is somebody''s' using errcode = 'unique_violation', constraint = 'one_person_for_an_address';
  end if;
  return new;
end $$;
create trigger keep_addresses_apart before insert or update of email on "User" for each row execute function keep_addresses_apart();
create trigger keep_addresses_apart before insert or update of email on "EmailAddress" for each row execute function keep_addresses_apart();

-- ── The doors ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- Somebody's picture, for whoever is signed in with this session: their own, and those of the people with whom they share an organization.
create function find_avatar(token_digest bytea, wanted uuid) returns table (bytes bytea, digest text)
language sql volatile security definer set search_path = public, pg_temp as $$
  select a.bytes, a.digest
    from request_context(token_digest, null, false) c
    join "Avatar" a on a."userId" = wanted
   where c.user_id = wanted or exists (
     select 1 from "Membership" mine
       join "Membership" theirs on theirs."organizationId" = mine."organizationId" and theirs."userId" = wanted
       join "Organization" o on o.id = mine."organizationId" and o."deletedAt" is null
      where mine."userId" = c.user_id
        and (mine."roleEndsAt" is null or mine."roleEndsAt" > now()) and (theirs."roleEndsAt" is null or theirs."roleEndsAt" > now()))
$$;

-- Whoever is signed in with this session takes what histories say of them with them: the details of every event of which they are the actor or
-- the target, in whatever organization. The events stay, with their digests, so each chain still verifies. Organizations that they
-- deleted and nobody else owns go for good. Called just before the person is deleted, while their memberships still say who they were.
create function erase_person(token_digest bytea) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  person uuid;
  addresses text[];
  alone uuid[];
  places uuid[];
begin
  select c.user_id into person from request_context(token_digest, null, false) c;
  if person is null then raise exception 'nobody is signed in with this session'; end if;
  select array_agg(a) into addresses
    from (select email from "User" where id = person union select email from "EmailAddress" where "userId" = person) x (a);
  select array_agg(o.id) into alone
    from "Membership" m join "Organization" o on o.id = m."organizationId" and o."deletedAt" is not null
   where m."userId" = person and m."builtInRole" = 'owner'
     and not exists (select 1 from "Membership" w where w."organizationId" = o.id and w."builtInRole" = 'owner' and w."userId" <> person);
  -- before their roles, which a membership and an invitation hold on to
  delete from "Membership" where "organizationId" = any (alone);
  delete from "Invitation" where "organizationId" = any (alone);
  delete from "Organization" where id = any (alone);
  -- where they ever did something, belong, or were invited: not through the histories of everybody else
  select array_agg(o) into places
    from (select "organizationId" from "AuditEvent" where "actorId" = person
          union select "organizationId" from "Membership" where "userId" = person
          union select "organizationId" from "Invitation" where email = any (addresses)) x (o);
  delete from "AuditDetail" d using "AuditEvent" e
   where d."organizationId" = any (places) and e."organizationId" = d."organizationId" and e.sequence = d.sequence
     and (e."actorId" = person or e."effectiveActorId" = person
          or d.detail ->> 'targetUserId' = person::text
          or lower(d.detail ->> 'target') = any (addresses)
          or e.target in (select id::text from "Membership" where "userId" = person));
  delete from "Refusal" where "actorId" = person;
  delete from "Invitation" where email = any (addresses) and ("acceptedAt" is not null or "revokedAt" is not null or "expiresAt" < now());
end $$;

-- What somebody did, in whatever organization, those that they have left included; the proof is a copy of their data that is being written,
-- which only they can ask for. Their own name, address and browser are theirs; what else an event says belongs to the organization.
create function personal_history(unfinished_export uuid, after_organization uuid, after_sequence bigint, page integer)
returns table (organization_id uuid, organization_name text, sequence bigint, at timestamptz, action text, target text, name text, email text, ip text, user_agent text)
language sql stable security definer set search_path = public, pg_temp as $$
  select e."organizationId", o.name, e.sequence, e.at, e.action, e.target,
         d.detail -> 'actor' ->> 'name', d.detail -> 'actor' ->> 'email', d.detail ->> 'ip', d.detail ->> 'userAgent'
    from "DataExport" x
    join "AuditEvent" e on e."actorId" = x."userId"
    join "Organization" o on o.id = e."organizationId"
    left join "AuditDetail" d on d."organizationId" = e."organizationId" and d.sequence = e.sequence
   where x.id = unfinished_export and x."finishedAt" is null
     and (after_organization is null or (e."organizationId", e.sequence) > (after_organization, after_sequence))
   order by e."organizationId", e.sequence
   limit page
$$;

revoke execute on function keep_addresses_apart, find_avatar, erase_person, personal_history from public;
grant execute on function find_avatar, erase_person, personal_history to app_user;
