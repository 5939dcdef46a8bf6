-- History that can be searched and kept for as long as an organization wants: who and what it is about as columns with indexes, and the one
-- way in which events go again. Whatever is removed is a prefix of the chain, whose last hash stays as the anchor: what follows still verifies.

-- How many days of history are kept; null is for ever. AUDIT_RETENTION in lib/parameters.ts knows the least, too.
ALTER TABLE "Organization" ADD COLUMN     "auditRetentionDays" INTEGER;
ALTER TABLE "Organization" ADD CONSTRAINT "history_is_kept_for_a_while" CHECK ("auditRetentionDays" BETWEEN 90 AND 3650);

-- Read from the detail by PostgreSQL itself, so they cannot say anything else, and gone with it. Columns rather than indexes on expressions:
-- `->>` is not leakproof, and row-level security keeps such an index from being used.
ALTER TABLE "AuditDetail"
  ADD COLUMN     "actorEmail" TEXT GENERATED ALWAYS AS (lower(detail -> 'actor' ->> 'email')) STORED,
  ADD COLUMN     "targetName" TEXT GENERATED ALWAYS AS (left(lower(detail ->> 'target'), 254)) STORED,
  ADD COLUMN     "targetUserId" TEXT GENERATED ALWAYS AS (detail ->> 'targetUserId') STORED;

-- CreateIndex
CREATE INDEX "AuditDetail_organizationId_actorEmail_sequence_idx" ON "AuditDetail"("organizationId", "actorEmail", "sequence");

-- CreateIndex
CREATE INDEX "AuditDetail_organizationId_targetName_sequence_idx" ON "AuditDetail"("organizationId", "targetName", "sequence");

-- CreateIndex
CREATE INDEX "AuditDetail_organizationId_targetUserId_sequence_idx" ON "AuditDetail"("organizationId", "targetUserId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEvent_organizationId_target_sequence_idx" ON "AuditEvent"("organizationId", "target", "sequence");

-- CreateIndex
CREATE INDEX "AuditEvent_organizationId_at_sequence_idx" ON "AuditEvent"("organizationId", "at", "sequence");

-- Removes what an organization no longer wants to keep: from the start of one organization's chain, at most `batch` events, and refusals as
-- old. Answers how many went; 0 when nobody has any left. There is nothing to prove but the organization's own setting and the time in the rows.
create function forget_history(batch integer) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  organization uuid;
  cutoff timestamptz;
  head "AuditHead";
  last_gone "AuditEvent";
begin
  -- organization before head, as everywhere; one that is busy has its turn next time
  select o.id, now() - make_interval(days => o."auditRetentionDays") into organization, cutoff
    from "Organization" o
   where o."auditRetentionDays" is not null
     and (exists (select 1 from "AuditHead" h
                    join "AuditEvent" e on e."organizationId" = h."organizationId" and e.sequence = h."anchorSequence" + 1
                   where h."organizationId" = o.id and e.at < now() - make_interval(days => o."auditRetentionDays"))
          or exists (select 1 from "Refusal" r
                      where r."organizationId" = o.id and r.minute < now() - make_interval(days => o."auditRetentionDays")))
   limit 1 for no key update of o skip locked;
  if not found then return 0; end if;

  delete from "Refusal" where "organizationId" = organization and minute < cutoff;
  select * into head from "AuditHead" where "organizationId" = organization for update;
  -- a prefix: it ends before the first event that is young enough, whatever follows
  select e.* into last_gone from "AuditEvent" e
   where e."organizationId" = organization and e.sequence > head."anchorSequence"
     and e.sequence < coalesce(
           (select min(x.sequence) from
             (select sequence, at from "AuditEvent" where "organizationId" = organization and sequence > head."anchorSequence" order by sequence limit batch) x
              where x.at >= cutoff),
           head."anchorSequence" + batch + 1)
   order by e.sequence desc limit 1;
  if not found then return 1; end if;
  delete from "AuditEvent" where "organizationId" = organization and sequence <= last_gone.sequence;
  update "AuditHead" set "anchorSequence" = last_gone.sequence, "anchorHash" = last_gone.hash where "organizationId" = organization;
  return last_gone.sequence - head."anchorSequence";
end $$;

revoke execute on function forget_history from public;
grant execute on function forget_history to app_user;
