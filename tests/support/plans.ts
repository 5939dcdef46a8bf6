import pg from 'pg'
import { connection, rows } from './database'

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

/** A statement as PostgreSQL planned and ran it: what it read of which table, and by which way. */
export type Planned = { sql: string; reads: Read[] }
export type Read = { table: string; way: string; rows: number }

let told: Planned[] = []

/**
 * From here on every statement of the application tells how it was planned and how many rows it looked at, those inside the
 * database's functions as well. These are the plans that ran, of prepared statements too, under the application's role and its
 * row-level security. Before its first connection.
 */
export async function tellPlans() {
  const db = await connection()
  const application = db.escapeIdentifier(decodeURIComponent(new URL(process.env.DATABASE_URL ?? '').username))
  const { rows: found } = await db.query<{ name: string }>('select quote_ident(current_database()) as name')
  const settings = {
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_level': 'notice',
    'auto_explain.log_format': 'json',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    session_preload_libraries: 'auto_explain',
  }
  await db.query(`load 'auto_explain'`)
  for (const [setting, value] of Object.entries(settings))
    await db.query(`alter role ${application} in database ${found[0]?.name} set ${setting} = '${value}'`)
  await db.end()
  listen()
}

/** The plans of what `ask` has asked. */
export async function plansOf(ask: () => Promise<unknown>): Promise<Planned[]> {
  told = []
  await ask()
  return told
}

/** Tables that are long enough for it to matter how they are read. */
export async function longTables(): Promise<Set<string>> {
  const found = await rows<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 1000`,
  )
  return new Set(found.map(({ name }) => name))
}

function listen() {
  const query = pg.Client.prototype.query as unknown as (...given: unknown[]) => unknown
  const known = new WeakSet<pg.Client>()
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    if (!known.has(this)) {
      known.add(this)
      this.on('notice', ({ message = '' }) => keep(message))
    }
    return query.apply(this, given)
  } as never
}

function keep(message: string) {
  if (!/^duration: .*plan:\n/.test(message)) return
  const { 'Query Text': sql, Plan: plan } = JSON.parse(message.slice(message.indexOf('{'))) as {
    'Query Text': string
    Plan: Node
  }
  told.push({ sql, reads: readsOf(plan) })
}

function readsOf(node: Node): Read[] {
  const below = (node.Plans ?? []).flatMap(readsOf)
  const table = node['Relation Name']
  if (!table || !/Scan$/.test(node['Node Type'])) return below
  const each =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  const way = [node['Node Type'], node['Index Name']].filter(Boolean).join(' by ')
  return [{ table, way, rows: Math.round(each * (node['Actual Loops'] ?? 1)) }, ...below]
}
