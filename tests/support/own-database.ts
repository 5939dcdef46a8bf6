import pg from 'pg'
import { inject } from 'vitest'
import { withDatabase } from './database-url'

// Runs before each test file and before anything of the application is imported: the file gets a fresh copy of the
// migrated template, so files run side by side and never see each other's rows.

const slot = process.env.VITEST_POOL_ID
const name = `file_${slot}_${process.env.VITEST_WORKER_ID}`
const superuserUrl = inject('superuserUrl')
const template = new URL(inject('ownerUrl'))

const admin = new pg.Client({ connectionString: withDatabase(superuserUrl, 'postgres') })
await admin.connect()
await dropFinished()
const source = admin.escapeIdentifier(template.pathname.slice(1))
const owner = admin.escapeIdentifier(decodeURIComponent(template.username))
await admin.query(`create database ${admin.escapeIdentifier(name)} template ${source} owner ${owner}`)
await admin.end()

process.env.DATABASE_URL = withDatabase(inject('appUrl'), name)
process.env.DATABASE_OWNER_URL = withDatabase(inject('ownerUrl'), name)
process.env.TEST_SUPERUSER_URL = withDatabase(superuserUrl, name)

/** The files that ran in this slot before are done; a database that is still being left is dropped the next time. */
async function dropFinished() {
  const finished = await admin.query<{ datname: string }>(
    `select datname from pg_database d where datname like $1
        and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [`file\\_${slot}\\_%`],
  )
  for (const { datname } of finished.rows) {
    await admin.query(`drop database ${admin.escapeIdentifier(datname)}`).catch(() => {})
  }
}
