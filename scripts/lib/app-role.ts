import pg from 'pg'
import { Notice, warn } from './notice'
import { appRoleSettings } from './roles'

/** Makes sure that `app_user`, to which every migration grants, exists and that the app's login is in it. */
export async function ensureAppUser(db: pg.Client, appLogin: string | undefined) {
  const { rows } = await db.query<{ exists: boolean; member: boolean; owner: boolean; limited: boolean }>(
    `select exists (select from pg_roles where rolname = 'app_user') as exists,
            exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member
                    where g.rolname = 'app_user' and r.rolname = $1) as member,
            coalesce($1 = current_user, false) as owner,
            exists (select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
                    where r.rolname = $1 and s.setconfig::text like '%statement_timeout%') as limited`,
    [appLogin ?? null],
  )
  const { exists, member, owner, limited } = rows[0] ?? { exists: false, member: false, owner: false, limited: false }
  const login = appLogin && !owner ? pg.escapeIdentifier(appLogin) : undefined
  const statements = [
    ...(exists ? [] : ['create role app_user nologin']),
    ...(login && !member ? [`grant app_user to ${login}`] : []),
  ]
  const settings =
    login && !limited
      ? Object.entries(appRoleSettings).map(([name, value]) => `alter role ${login} set ${name} = '${value}'`)
      : []
  try {
    for (const statement of statements) await db.query(statement)
  } catch (error) {
    throw new Notice(
      `The role of DATABASE_OWNER_URL may not set up the app's role (${(error as Error).message}). Let an administrator run: ${[...statements, ...settings].join('; ')};`,
    )
  }
  try {
    for (const statement of settings) await db.query(statement)
  } catch {
    warn(`The app's role has no time limits. Let an administrator run: ${settings.join('; ')};`)
  }
}

/** What the app role needs besides the grants of each migration. */
export async function allowAppRole(db: pg.Client) {
  await db.query('grant usage on schema public to app_user')
}
