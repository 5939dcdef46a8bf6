-- Whoever left an organization, or was removed from it, may be named in its history by what others did to them, also when retention has
-- removed everything that they did there themself. erase_person() looks there as well; all else in it is as it was.
create or replace function erase_person(token_digest bytea) returns void
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
  -- where they ever did something, belong, belonged, or were invited: not through the histories of everybody else
  select array_agg(o) into places
    from (select "organizationId" from "AuditEvent" where "actorId" = person
          union select "organizationId" from "Membership" where "userId" = person
          union select "organizationId" from "FormerMember" where "userId" = person
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
