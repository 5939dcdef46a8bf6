import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'

// graphile-worker's tables have row-level security and no policy, so that only their owner sees them. The worker runs
// under the app role: it is granted them, with a policy on each. They hold ids and sealed tokens, nothing of a tenant.
const allow = `
  grant usage on schema graphile_worker to app_user;
  grant select, insert, update, delete on all tables in schema graphile_worker to app_user;
  grant usage, select on all sequences in schema graphile_worker to app_user;
  grant execute on all functions in schema graphile_worker to app_user;
  do $$ declare t record; begin
    for t in select c.oid::regclass as name from pg_class c
      where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'app_user')
    loop execute format('create policy app_user on %s to app_user using (true) with check (true)', t.name); end loop;
  end $$;`

/** graphile-worker's own migrations, as the owner, and the app role's way in. */
export async function migrateJobs(db: pg.Client, ownerUrl: string) {
  await runMigrations({ connectionString: ownerUrl, logger: new Logger(() => () => {}) })
  await db.query(allow)
}
