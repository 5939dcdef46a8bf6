import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import { allowAppRole, ensureAppUser } from './app-role'
import { migrateJobs } from './job-tables'
import { Notice, warn } from './notice'
import { withConnection } from './roles'
import { type Engine, withSchemaEngine } from './schema-engine'

const prismaDir = path.resolve(import.meta.dirname, '../../prisma')
const schemaFile = path.join(prismaDir, 'schema.prisma')
const dir = path.join(prismaDir, 'migrations')
const snapshotFile = path.join(dir, 'schema.snapshot.prisma')
const lock = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' }
const filters = { externalTables: [], externalEnums: [] }
// Two instances that start together migrate one after the other. Any constant does.
const advisoryLock = 7_270_415

const read = (file: string) => readFileSync(file, 'utf8')
const datamodel = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'prisma/schema.prisma', content }],
})

type Migration = { name: string; sql: string }

export function listMigrations(): Migration[] {
  const names = readdirSync(dir).filter((name) => existsSync(path.join(dir, name, 'migration.sql')))
  return names.sort().map((name) => ({ name, sql: read(path.join(dir, name, 'migration.sql')) }))
}

/**
 * Brings the database up to date as its owner and lets the app role in: names of the migrations that it applied.
 * Under an advisory lock, and a no-op when there is nothing to do.
 */
export async function migrate(ownerUrl: string, appUrl?: string) {
  return withConnection(ownerUrl, async (db) => {
    await db.query('select pg_advisory_lock($1)', [advisoryLock])
    const appLogin = appUrl && (await withConnection(appUrl, currentUser))
    await ensureAppUser(db, appLogin)
    await migrateJobs(db, ownerUrl)
    const pending = await listPending(db)
    if (pending.length > 0) await apply(db, ownerUrl, pending)
    await allowAppRole(db)
    return pending
  })
}

/**
 * Writes what changed in the schema since the last migration, to be completed by hand: the new file's path.
 * It compares files only, but the engine wants a database to be there.
 */
export async function createMigration(name: string, ownerUrl: string, now = new Date()) {
  const schema = read(schemaFile)
  const from = existsSync(snapshotFile) ? datamodel(read(snapshotFile)) : { tag: 'empty' as const }
  const { stdout } = await withSchemaEngine(schema, ownerUrl, (engine) =>
    engine.diff({ from, to: datamodel(schema), script: true, exitCode: true, filters }),
  )
  const timestamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(dir, `${timestamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'migration.sql')
  const comment = '-- What this changes, in a sentence for the reader.\n'
  writeFileSync(file, stdout?.includes(';') ? `${comment}\n${stdout}` : comment, { flag: 'wx' })
  writeFileSync(snapshotFile, schema)
  writeFileSync(path.join(dir, lock.path), lock.content)
  return file
}

/**
 * What the migrations leave undone, as a person reads it; nothing when they lead exactly to schema.prisma.
 * The database is a throw-away one: it loses what a Prisma schema cannot say, and prisma/wall.txt says instead.
 */
export async function findDrift(migratedUrl: string) {
  const schema = read(schemaFile)
  const problems: string[] = []
  await withConnection(migratedUrl, dropPartialIndexes)
  await withSchemaEngine(schema, migratedUrl, async (engine) => {
    const introspected = await engine.introspect({
      schema: { files: [{ path: 'prisma/schema.prisma', content: header(schema) }] },
      baseDirectoryPath: prismaDir,
      force: true,
      compositeTypeDepth: 0,
      namespaces: null,
    })
    const from = { tag: 'schemaDatamodel' as const, files: introspected.schema.files }
    const { exitCode, stdout } = await engine.diff({
      from,
      to: datamodel(schema),
      script: false,
      exitCode: true,
      filters,
    })
    if (exitCode === 2) problems.push(`The migrations do not lead to prisma/schema.prisma:\n${stdout}`)
  })
  if (!existsSync(snapshotFile) || read(snapshotFile) !== schema) {
    problems.push('prisma/schema.prisma changed without a migration: npm run db:new NAME.')
  }
  return problems
}

async function listPending(db: pg.Client) {
  const { rows: exists } = await db.query(`select to_regclass('_prisma_migrations') is not null as yes`)
  if (!exists[0]?.yes) return listMigrations().map(({ name }) => name)
  const { rows } = await db.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  return listMigrations().flatMap(({ name, sql }) => {
    const checksum = applied.get(name)
    if (!checksum) return [name]
    if (checksum !== createHash('sha256').update(sql).digest('hex')) {
      warn(
        `Migration ${name} was edited after it was applied: the database still has the old one (npm run db:reset starts over).`,
      )
    }
    return []
  })
}

async function apply(db: pg.Client, ownerUrl: string, pending: string[]) {
  const migrationDirectories = listMigrations().map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }))
  const migrationsList = { baseDir: dir, lockfile: lock, shadowDbInitScript: '', migrationDirectories }
  await withSchemaEngine(read(schemaFile), ownerUrl, async (engine, failure) => {
    try {
      await engine.applyMigrations({ filters, migrationsList })
    } catch (error) {
      const failed = await forgetFailed(db, engine)
      const reason = failure() ?? (error instanceof Error ? error.message : String(error))
      throw new Notice(`Migration ${failed ?? pending[0]} failed, and nothing of it was kept: ${reason.trim()}`)
    }
  })
}

// A migration is one transaction, so one that failed left nothing behind and may be tried again once corrected.
async function forgetFailed(db: pg.Client, engine: Engine) {
  const { rows } = await db.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is null and rolled_back_at is null',
  )
  for (const { migration_name: migrationName } of rows) await engine.markMigrationRolledBack({ migrationName })
  return rows[0]?.migration_name
}

async function dropPartialIndexes(db: pg.Client) {
  await db.query(`do $$ declare i record; begin
    for i in select indexrelid::regclass as name from pg_index join pg_class c on c.oid = indrelid
      where c.relnamespace = 'public'::regnamespace and (indpred is not null or indexprs is not null)
    loop execute format('drop index %s', i.name); end loop; end $$`)
}

async function currentUser(db: pg.Client) {
  const { rows } = await db.query<{ name: string }>('select current_user as name')
  return rows[0]?.name
}

// The generator and datasource blocks: what introspection starts from.
function header(schema: string) {
  return [...schema.matchAll(/^(?:generator|datasource) \w+ \{[\s\S]*?^\}/gm)].map(([block]) => block).join('\n')
}
