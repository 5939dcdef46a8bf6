-- What members are found by: a part of their name or address, whatever marks and capitals it has. Beside each membership, as the name in order is: a search
-- then reads the organization's own rows and nothing else, where one look at "User" for each of ten thousand people took ten times as long.

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "searchText" TEXT NOT NULL DEFAULT '';

create function search_text(name text, email text) returns text language sql immutable parallel safe set search_path = public, pg_temp as $$
  select sort_name(name) || e'\n' || email
$$;

update "Membership" m set "searchText" = search_text(u.name, u.email) from "User" u where u.id = m."userId";

-- In place of those that kept the name in order alone.
drop trigger set_sort_name on "Membership";
drop trigger keep_sort_name on "User";
drop function set_sort_name, keep_sort_name;

create function copy_name_and_address() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select sort_name(u.name), search_text(u.name, u.email) into new."sortName", new."searchText" from "User" u where u.id = new."userId";
  new."sortName" := coalesce(new."sortName", '');
  new."searchText" := coalesce(new."searchText", '');
  return new;
end $$;
create trigger copy_name_and_address before insert on "Membership" for each row execute function copy_name_and_address();

create function keep_name_and_address() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update "Membership" set "sortName" = sort_name(new.name), "searchText" = search_text(new.name, new.email) where "userId" = new.id;
  return null;
end $$;
create trigger keep_name_and_address after update of name, email on "User" for each row
  when (old.name is distinct from new.name or old.email is distinct from new.email) execute function keep_name_and_address();

revoke execute on function search_text, copy_name_and_address, keep_name_and_address from public;
grant execute on function sort_name to app_user;

-- Archived projects lie among thousands that are not: PostgreSQL, which plans that list once for organizations of every size, read all of them to sort those.
CREATE INDEX "Project_archived_idx" ON "Project" ("organizationId", "createdAt", id) WHERE "archivedAt" IS NOT NULL;
