import './lib/environment'
import { isLoopback } from '@/lib/env'
import { type Database, openDatabase } from './lib/database'
import { seed } from './lib/demo-data'
import { generateClient } from './lib/generate'
import { createMigration, migrate } from './lib/migrations'
import { Notice, run, say } from './lib/notice'
import { exitCode, startPrisma } from './lib/programs'
import { withConnection } from './lib/roles'

const [command, argument] = process.argv.slice(2)

const commands: Record<string, () => Promise<unknown>> = {
  migrate: () => withDatabase(migrateIt),
  new: writeMigration,
  seed: () => withDatabase(seedIt),
  reset: () => withDatabase(resetIt),
  studio: () => withDatabase(openStudio),
}

run(async () => {
  const chosen = commands[command ?? '']
  if (!chosen) throw new Notice(`Say which: npm run db:${Object.keys(commands).join(', db:')}.`)
  return chosen()
})

async function migrateIt({ ownerUrl, appUrl }: Database) {
  const applied = await migrate(ownerUrl, appUrl)
  say(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
}

async function writeMigration() {
  const name = argument ?? ''
  if (!/^[a-z0-9_]+$/.test(name)) {
    throw new Notice('Name it in lower case and underscores: npm run db:new add_invoices')
  }
  await withDatabase(async ({ ownerUrl }) => {
    say(`Wrote ${await createMigration(name, ownerUrl)}: complete it, then npm run db:migrate.`)
  })
}

async function seedIt(database: Database) {
  await generateClient()
  await migrateIt(database)
  await seed(database)
  say('The demo data is there.')
}

async function resetIt(database: Database) {
  if (!isLoopback(database.ownerUrl) && argument !== '--yes-delete-everything') {
    throw new Notice('This database is on another machine: npm run db:reset -- --yes-delete-everything.')
  }
  await withConnection(database.ownerUrl, async (db) => {
    await db.query('drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public')
  })
  await seedIt(database)
}

async function openStudio({ ownerUrl }: Database) {
  const studio = startPrisma(['studio', '--url', ownerUrl])
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => studio.kill(signal))
  return exitCode(studio)
}

async function withDatabase(body: (database: Database) => Promise<unknown>) {
  const database = await openDatabase()
  try {
    return await body(database)
  } finally {
    await database.stop()
  }
}
