-- What a transaction may see is what has been proved, and what has been proved is its *scope*, set for this transaction alone:
--   app.identity         'on' while lib/auth looks at credentials, sessions and tokens
--   app.user_id          a session was proved: this person's own rows, across organizations
--   app.organization_id  a membership was proved: the rows of this organization and no others
-- Entering one scope clears the others, because policies are OR-ed. No scope: no rows.

-- Everything at run time is done by a role that is granted `app_user`: it owns no table and cannot bypass row-level security.
-- The role itself is made by `npm run db:migrate`, before this file runs.

-- nullif: on a reused connection the setting is '' rather than unset, and ''::uuid would raise.
create function scope(name text) returns text language sql stable as
$$ select nullif(current_setting('app.' || name, true), '') $$;

-- The one line that a new tenant table needs in its migration:  call isolate_by_organization('"Invoice"');
-- The second policy is for the owner of the tables: migrations, and the few functions that run with the owner's rights.
create procedure isolate_by_organization(t regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy in_org on %s using ("organizationId" = scope(''organization_id'')::uuid)', t);
  execute format('create policy definer on %s to current_user using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to app_user', t);
end $$;

-- The same for what belongs to a person rather than to an organization: seen in the identity scope (lib/auth) only, unless a policy says more.
create procedure isolate_identity(t regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy identity on %s using (scope(''identity'') = ''on'')', t);
  execute format('create policy definer on %s to current_user using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to app_user', t);
end $$;
