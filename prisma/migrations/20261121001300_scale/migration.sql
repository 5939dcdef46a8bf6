-- Organizations of ten thousand people. What is counted or listed by a condition that few rows meet has an index of those rows alone, so that a long
-- past costs nothing; and history of thousands of changes at once, as when a role is deleted that thousands hold, is written in two statements.

-- Who has which role, in the order of the list: a built-in role's name or the id of one of the organization's own. A column that PostgreSQL makes rather than
-- an index on what there is: an enum's `=` is not leakproof, and row-level security keeps such an index from being used.
ALTER TABLE "Membership" ADD COLUMN     "roleValue" TEXT GENERATED ALWAYS AS (coalesce("roleId"::text,
  case "builtInRole" when 'owner' then 'owner' when 'admin' then 'admin' when 'member' then 'member' when 'viewer' then 'viewer' end)) STORED;

-- DropIndex
DROP INDEX "Membership_organizationId_builtInRole_idx";

-- CreateIndex
CREATE INDEX "Membership_organizationId_roleValue_createdAt_id_idx" ON "Membership"("organizationId", "roleValue", "createdAt", "id");

-- A role and its organization go together: without knowing it, PostgreSQL takes a role that thousands hold for one of hundreds.
CREATE STATISTICS membership_roles (dependencies, mcv) ON "organizationId", "roleValue" FROM "Membership";

-- Open invitations, by when they end: how many are pending is counted on every page of people, and before each is sent.
CREATE INDEX "Invitation_open_idx" ON "Invitation" ("organizationId", "expiresAt") WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL;
-- Links for several, which lie among thousands of invitations to addresses.
CREATE INDEX "Invitation_links_idx" ON "Invitation" ("organizationId", "createdAt", id) WHERE email IS NULL;

-- As before (see the_wall), but for how it is written: the chain is computed in memory, link by link, as each seals the one before, and all of it is
-- inserted at once. Ten thousand rows one by one would not be done within the time of a transaction.
create or replace function append_audit(events jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid := scope('organization_id')::uuid;
  head "AuditHead";
  event jsonb;
  fresh "AuditEvent";
  last_at timestamptz;
  new_salt bytea;
  sealed "AuditEvent"[] := '{}';
  salts bytea[] := '{}';
begin
  if organization is null then raise exception 'no organization is in scope'; end if;
  insert into "AuditHead" ("organizationId", hash, "anchorHash") values (organization, sha256(organization::text::bytea), sha256(organization::text::bytea))
    on conflict do nothing;
  select * into head from "AuditHead" where "organizationId" = organization for update;
  select max(e.at) into last_at from "AuditEvent" e where e."organizationId" = organization and e.sequence = head.sequence;
  fresh."organizationId" := organization;
  for event in select * from jsonb_array_elements(events) loop
    new_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    fresh.sequence := head.sequence + 1;
    fresh.at := date_trunc('milliseconds', least(clock_timestamp(), greatest(last_at, coalesce((event ->> 'at')::timestamptz, clock_timestamp()))));
    fresh."actorId" := (event ->> 'actorId')::uuid;
    fresh."effectiveActorId" := (event ->> 'effectiveActorId')::uuid;
    fresh.action := event ->> 'action';
    fresh.target := event ->> 'target';
    fresh."detailDigest" := sha256(new_salt || convert_to((event -> 'detail')::text, 'UTF8'));
    fresh."previousHash" := head.hash;
    fresh.hash := audit_hash(fresh);
    sealed := array_append(sealed, fresh);
    salts := array_append(salts, new_salt);
    head.sequence := fresh.sequence; head.hash := fresh.hash; last_at := fresh.at;
  end loop;
  insert into "AuditEvent" select s.* from unnest(sealed) s;
  insert into "AuditDetail" ("organizationId", sequence, salt, detail)
    select organization, head.sequence - cardinality(salts) + n, salt, said -> 'detail'
      from rows from (unnest(salts), jsonb_array_elements(events)) with ordinality as told (salt, said, n);
  update "AuditHead" set sequence = head.sequence, hash = head.hash where "organizationId" = organization;
end $$;
