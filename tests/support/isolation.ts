import type { Client } from 'pg'

// Every table is on one of these lists, and every door that looks across scopes is on the last.

export const tenant = [
  'FormerSlug',
  'ReleasedSlug',
  'OrganizationLogo',
  'Membership',
  'Role',
  'Invitation',
  'OwnershipOffer',
  'AccessRequest',
  'InvitationUse',
  'Domain',
  'JoinRequest',
  'FormerMember',
  'Project',
  'AuditEvent',
  'AuditDetail',
  'AuditHead',
  'Refusal',
  'Policy',
  'RoleView',
  'Organization',
]
const identity = [
  'User',
  'EmailAddress',
  'Avatar',
  'DataExport',
  'DataExportPart',
  'Password',
  'Passkey',
  'PasskeyChallenge',
  'AuthenticatorApp',
  'RecoveryCode',
  'Account',
  'Session',
  'PendingSignIn',
  'Device',
  'Token',
  'SecurityEvent',
]
const infrastructure = ['RateLimit', 'MailboxMessage', '_prisma_migrations']
const appendOnly = ['AuditEvent', 'AuditDetail', 'AuditHead']

/** `true`: the app role calls it. `false`: a trigger's. */
const doors: Record<string, boolean> = {
  append_audit: true,
  claim_domain: true,
  copy_name_and_address: false,
  due_domains: true,
  due_role_ends: true,
  erase_person: true,
  find_avatar: true,
  find_invitation: true,
  find_invitation_accent: true,
  find_logo: true,
  forget_join_requests: true,
  forget_history: true,
  has_demo_data: true,
  keep_addresses_apart: false,
  keep_an_owner: false,
  keep_former_slugs: false,
  keep_name_and_address: false,
  member_proofs: true,
  organization_marks: true,
  open_join_requests: true,
  organizations_to_join: true,
  personal_history: true,
  purge_deleted_organizations: true,
  remember_former_member: false,
  request_context: true,
  slug_is_taken: true,
}

/** What a policy may say, beside those of the table's owner. */
const policies: Record<string, RegExp> = {
  in_org: /scope\('organization_id'/,
  identity: /scope\('identity'/,
  mine: /scope\('user_id'/,
  myself: /scope\('user_id'/,
  edit_myself: /scope\('user_id'/,
  addressed_to_me: /scope\('user_id'.*"emailVerified" IS NOT NULL/s,
  people_here: /scope\('organization_id'/,
}

type Table = { name: string; owner: string; rls: boolean; forced: boolean; app: string[] | null }
type Policy = { table: string; name: string; roles: string[]; qual: string }
type Door = { name: string; config: string[] | null; open: boolean; app: boolean }

/** What is wrong with the wall in this database, one sentence each, with the way to mend it behind the arrow. */
export async function isolationFaults(db: Client): Promise<string[]> {
  const faults: string[] = []
  const all = async <Row>(sql: string) => (await db.query(sql)).rows as Row[]

  const found = await all<Policy>(
    `select tablename as table, policyname as name, roles::text[] as roles, coalesce(qual, '') as qual from pg_policies where schemaname = 'public'`,
  )
  for (const { table, name, roles, qual } of found) {
    if (name === 'definer' && !roles.includes('public')) continue
    if (!policies[name]?.test(qual))
      faults.push(
        `Policy ${name} on ${table} lets rows through by an unknown rule → add the rule to tests/support/isolation.ts, or drop it.`,
      )
  }

  const tables = await all<Table>(
    `select c.relname as name, c.relrowsecurity as rls, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
            (select array_agg(p) from unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p where has_table_privilege('app_user', c.oid, p)) as app
       from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`,
  )
  for (const { name, rls, forced, app } of tables) {
    if (infrastructure.includes(name)) continue
    const wanted = tenant.includes(name) ? 'in_org' : identity.includes(name) ? 'identity' : undefined
    const has = found.some((policy) => policy.table === name && policy.name === wanted)
    if (!wanted)
      faults.push(
        `Table ${name} is on no list → if it belongs to an organization, add \`call isolate_by_organization('"${name}"')\` to its migration and its name to tests/support/isolation.ts.`,
      )
    else if (!rls || !forced || !has)
      faults.push(
        `Table ${name} has no wall → add \`call isolate_${wanted === 'in_org' ? 'by_organization' : 'identity'}('"${name}"')\` to its migration.`,
      )
    if (appendOnly.includes(name) && app)
      faults.push(
        `The app role may ${app.join(', ')} on ${name} → revoke it: history is written by append_audit() alone.`,
      )
    if (app?.includes('TRUNCATE'))
      faults.push(`The app role may empty ${name} → revoke truncate: row-level security does not see it.`)
  }

  const present = await all<Door>(
    `select p.proname as name, p.proconfig as config, has_function_privilege('app_user', p.oid, 'execute') as app,
            exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as open
       from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace order by 1`,
  )
  for (const { name, config, open, app } of present) {
    const expected = doors[name]
    if (expected === undefined)
      faults.push(
        `Function ${name} has its owner's rights and is on no list → make it security invoker, or argue for it in tests/support/isolation.ts.`,
      )
    else if (!config?.some((setting) => setting.startsWith('search_path=')))
      faults.push(`Function ${name} has no fixed search_path → add \`set search_path = public, pg_temp\`.`)
    else if (open) faults.push(`Function ${name} may be executed by everybody → revoke execute from public.`)
    else if (app !== expected)
      faults.push(
        `Function ${name} ${app ? 'may' : 'may not'} be executed by the app role → ${app ? 'revoke' : 'grant'} it.`,
      )
  }

  const loose = await all<{ from: string; to: string }>(
    `select f.conrelid::regclass::text as from, f.confrelid::regclass::text as to from pg_constraint f
      where f.contype = 'f' and f.confrelid::regclass::text <> '"Organization"'
        and exists (select from pg_attribute a where a.attrelid = f.conrelid and a.attname = 'organizationId')
        and exists (select from pg_attribute a where a.attrelid = f.confrelid and a.attname = 'organizationId')
        and not exists (select from pg_attribute a where a.attrelid = f.conrelid and a.attname = 'organizationId' and a.attnum = any (f.conkey))`,
  )
  for (const { from, to } of loose)
    faults.push(
      `${from} refers to ${to} without the organization → refer to ("organizationId", id): foreign keys ignore row-level security.`,
    )
  return faults
}
