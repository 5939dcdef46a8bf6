import pg from 'pg'

export const ownerRole = 'atrium_owner'
export const appRole = 'atrium_app'

// By ALTER ROLE, because poolers drop start-up options.
export const appRoleSettings = {
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
  random_page_cost: '1.1', // no disk has to turn: an index is worth following sooner than PostgreSQL takes it for
}

/** Runs `body` on one connection. */
export async function withConnection<T>(url: string, body: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}

/** The owner, who migrates; the app's login, which owns nothing; and `app_user`, the group that migrations grant to. */
export async function ensureRoles(superuserUrl: string, passwords: { owner: string; app: string }) {
  await withConnection(superuserUrl, async (db) => {
    const { rows } = await db.query<{ rolname: string }>('select rolname from pg_roles')
    const roles = new Set(rows.map(({ rolname }) => rolname))
    const plain = 'nosuperuser nobypassrls nocreatedb nocreaterole'
    if (!roles.has('app_user')) await db.query('create role app_user nologin')
    if (!roles.has(ownerRole)) await db.query(`create role ${ownerRole} login ${plain} password '${passwords.owner}'`)
    if (roles.has(appRole)) return
    await db.query(`create role ${appRole} login ${plain} password '${passwords.app}' in role app_user`)
    for (const [setting, value] of Object.entries(appRoleSettings)) {
      await db.query(`alter role ${appRole} set ${setting} = '${value}'`)
    }
  })
}

export async function ensureDatabase(superuserUrl: string, name: string, template = 'template1') {
  await withConnection(superuserUrl, async (db) => {
    const { rowCount } = await db.query('select from pg_database where datname = $1', [name])
    if (rowCount) return
    await db.query(
      `create database ${pg.escapeIdentifier(name)} owner ${ownerRole} template ${pg.escapeIdentifier(template)}`,
    )
  })
}
