-- The list of members in the order of their names, a page at a time however many there are. An index cannot reach into "User", so each membership carries
-- the name by which it is sorted, and two triggers keep it. `collate "C"` makes the order the same everywhere; what it lacks, sort_name() makes good:
-- without marks and capitals, Émile stands between Ed and Emma.

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "sortName" TEXT NOT NULL DEFAULT '';

alter table "Membership" alter column "sortName" type text collate "C";

-- CreateIndex
CREATE INDEX "Membership_organizationId_sortName_id_idx" ON "Membership"("organizationId", "sortName", "id");

create function sort_name(name text) returns text language sql immutable parallel safe set search_path = public, pg_temp as $$
  select lower(regexp_replace(normalize(name, nfkd), '[\u0300-\u036f]', '', 'g'))
$$;

update "Membership" m set "sortName" = sort_name(u.name) from "User" u where u.id = m."userId";

-- With the owner's rights: whoever joins is seen by nobody in the organization before they are in it, and whoever is renamed is in several.
create function set_sort_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new."sortName" := coalesce((select sort_name(u.name) from "User" u where u.id = new."userId"), '');
  return new;
end $$;
create trigger set_sort_name before insert on "Membership" for each row execute function set_sort_name();

create function keep_sort_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update "Membership" set "sortName" = sort_name(new.name) where "userId" = new.id;
  return null;
end $$;
create trigger keep_sort_name after update of name on "User" for each row when (old.name is distinct from new.name) execute function keep_sort_name();

-- As before, but those who are named are looked up one by one: a page of people costs the same in every organization, whatever the plan.
create or replace function member_proofs(people uuid[])
returns table (user_id uuid, second_factor boolean, methods text[], last_active_at timestamptz, last_ip text)
language sql stable security definer set search_path = public, pg_temp as $$
  with wanted as (
    select m."userId" from "Membership" m where people is null and m."organizationId" = scope('organization_id')::uuid
    union all
    select m."userId" from unnest(people) as named (id) join "Membership" m on m."organizationId" = scope('organization_id')::uuid and m."userId" = named.id)
  select u.id, a."userId" is not null or k.held,
         array_remove(array[case when p."userId" is not null then 'password' end, case when u."emailVerified" is not null then 'link' end,
                            case when k.held then 'passkey' end], null)
           || array(select distinct c.issuer from "Account" c where c."userId" = u.id),
         s."lastUsedAt", s.ip
    from wanted m
    join "User" u on u.id = m."userId"
    left join "Password" p on p."userId" = u.id
    left join "AuthenticatorApp" a on a."userId" = u.id and a."confirmedAt" is not null
    cross join lateral (select exists (select from "Passkey" k where k."userId" = u.id) as held) k
    left join lateral (select x."lastUsedAt", x.ip from "Session" x where x."userId" = u.id order by x."lastUsedAt" desc limit 1) s on true
$$;

revoke execute on function sort_name, set_sort_name, keep_sort_name from public;
