import { connection } from './database'

type Told = {
  /** Ids of people who do something in turn. */
  actors: { id: string; name: string; email: string }[]
  events: number
  /** The oldest event is so many days old; they come in even steps. */
  days?: number
}

// One statement for as many events as one likes: append_audit() takes a millisecond for each, and nobody waits for a hundred thousand.
const tell = `
create function pg_temp.tell(organization uuid, events integer, days float8, actors jsonb) returns void language plpgsql as $$
declare
  head "AuditHead";
  told "AuditEvent";
  n integer;
  who jsonb;
  said jsonb;
  salt bytea;
  all_events "AuditEvent"[] := '{}';
  all_details jsonb[] := '{}';
begin
  insert into "AuditHead" ("organizationId", hash, "anchorHash") values (organization, sha256(organization::text::bytea), sha256(organization::text::bytea))
    on conflict do nothing;
  select * into head from "AuditHead" where "organizationId" = organization;
  for n in 1 .. events loop
    who := actors -> (n % jsonb_array_length(actors));
    said := jsonb_build_object(
      'actor', jsonb_build_object('name', who ->> 'name', 'email', who ->> 'email'), 'target', 'Project ' || n % 500,
      'before', jsonb_build_object('name', 'Apollo ' || n), 'after', jsonb_build_object('name', 'Gemini ' || n),
      'sessionId', md5('session' || n % 50)::uuid, 'ip', '198.51.100.' || n % 250,
      'userAgent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'requestId', md5('request' || n)::uuid);
    salt := sha256(n::text::bytea);
    told."organizationId" := organization;
    told.sequence := head.sequence + 1;
    told.at := date_trunc('milliseconds', now() - make_interval(secs => days * 86400 * (events - n) / events));
    told."actorId" := (who ->> 'id')::uuid;
    told."effectiveActorId" := told."actorId";
    told.action := case n % 5 when 0 then 'project.created' when 1 then 'member.role_changed' else 'project.renamed' end;
    told.target := md5((n % 500)::text)::uuid;
    told."detailDigest" := sha256(salt || convert_to(said::text, 'UTF8'));
    told."previousHash" := head.hash;
    told.hash := audit_hash(told);
    all_events := all_events || told;
    all_details := all_details || said;
    head.sequence := told.sequence;
    head.hash := told.hash;
  end loop;
  insert into "AuditEvent" select e.* from unnest(all_events) e;
  insert into "AuditDetail" ("organizationId", sequence, salt, detail)
    select organization, head.sequence - events + d.n, sha256(d.n::text::bytea), d.detail from unnest(all_details) with ordinality d (detail, n);
  update "AuditHead" set sequence = head.sequence, hash = head.hash where "organizationId" = organization;
end $$`

/** A long history of an organization, whose chain verifies. */
export async function tellHistory(organizationId: string, { actors, events, days = 300 }: Told) {
  const db = await connection()
  await db.query(`set session_replication_role = replica`) // references are as they should be: they are not looked up
  await db.query(tell)
  await db.query('select pg_temp.tell($1, $2, $3, $4)', [
    organizationId,
    events,
    days,
    JSON.stringify(actors.map(({ id, name, email }) => ({ id, name, email }))),
  ])
  await db.query('analyze "AuditEvent", "AuditDetail", "AuditHead"')
  await db.end()
}
