import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startThrowawayCluster } from '@/scripts/lib/cluster'
import { migrate } from '@/scripts/lib/migrations'
import { withDatabase } from './database-url'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    appUrl: string
    superuserUrl: string
  }
}

/** One cluster for the whole run. Its migrated database is the template from which every test file gets its own. */
export default async function startCluster(project: TestProject) {
  const cluster = await startThrowawayCluster()
  try {
    await migrate(cluster.ownerUrl, cluster.appUrl)
    await closeTemplate(cluster.ownerUrl, cluster.superuserUrl)
  } catch (error) {
    await cluster.stop()
    throw error
  }
  project.provide('ownerUrl', cluster.ownerUrl)
  project.provide('appUrl', cluster.appUrl)
  project.provide('superuserUrl', cluster.superuserUrl)
  return () => cluster.stop()
}

/** A database with a connection to it cannot be copied: nobody may enter the template any more. */
async function closeTemplate(ownerUrl: string, superuserUrl: string) {
  const template = new URL(ownerUrl).pathname.slice(1)
  const admin = new pg.Client({ connectionString: withDatabase(superuserUrl, 'postgres') })
  await admin.connect()
  try {
    await admin.query(`alter database ${admin.escapeIdentifier(template)} with allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [template])
  } finally {
    await admin.end()
  }
}
