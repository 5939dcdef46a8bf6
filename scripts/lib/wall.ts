import type pg from 'pg'

// What stands between tenants and cannot be said in a Prisma schema: row-level security, policies, grants, functions,
// triggers, checks and partial indexes. Bodies of functions appear as a digest: that one changed is what matters.
const listing = `
  select 'table ' || c.oid::regclass || case when relrowsecurity then ' row-security' else '' end
    || case when relforcerowsecurity then ' forced' else '' end as line
  from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
union all
  select format('policy %s on %s %s for %s to %s using (%s) with check (%s)', polname, polrelid::regclass,
    case when polpermissive then 'permissive' else 'restrictive' end,
    case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    coalesce((select string_agg(case when r.rolname = current_user then 'owner' else r.rolname end, ', ' order by r.rolname) from pg_roles r where r.oid = any (polroles)), 'public'),
    coalesce(pg_get_expr(polqual, polrelid), '-'), coalesce(pg_get_expr(polwithcheck, polrelid), '-'))
  from pg_policy join pg_class c on c.oid = polrelid where c.relnamespace = 'public'::regnamespace
union all
  select format('grant %s on %s to %s', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type), c.oid::regclass,
    coalesce(g.rolname, 'public'))
  from pg_class c cross join aclexplode(c.relacl) a left join pg_roles g on g.oid = a.grantee
  where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner group by c.oid, g.rolname
union all
  select format('grant %s on %s (%s) to %s', lower(a.privilege_type), c.oid::regclass, attname, coalesce(g.rolname, 'public'))
  from pg_attribute t join pg_class c on c.oid = attrelid cross join aclexplode(attacl) a left join pg_roles g on g.oid = a.grantee
  where c.relnamespace = 'public'::regnamespace
union all
  select format('%s %s%s%s callable by %s: ', case prokind when 'p' then 'procedure' else 'function' end, p.oid::regprocedure,
    case when prosecdef then ' definer' else '' end, coalesce(' set ' || array_to_string(proconfig, ', '), ''),
    coalesce((select string_agg(coalesce(g.rolname, 'public'), ', ' order by g.rolname) from aclexplode(coalesce(proacl, acldefault('f', proowner))) a
      left join pg_roles g on g.oid = a.grantee where a.grantee <> proowner), 'the owner')) || md5(pg_get_functiondef(p.oid))
  from pg_proc p where pronamespace = 'public'::regnamespace
union all
  select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid
  where not tgisinternal and c.relnamespace = 'public'::regnamespace
union all
  select format('check %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
  from pg_constraint where contype in ('c', 'x') and connamespace = 'public'::regnamespace
union all
  select pg_get_indexdef(indexrelid) from pg_index join pg_class c on c.oid = indrelid
  where c.relnamespace = 'public'::regnamespace and (indpred is not null or indexprs is not null)`

/** One sorted line for each rule of the migrated database. */
export async function listWall(db: pg.Client) {
  const { rows } = await db.query<{ line: string }>(`select line from (${listing}) wall order by line collate "C"`)
  return `${rows.map(({ line }) => line.replaceAll(/\s+/g, ' ').trim()).join('\n')}\n`
}
