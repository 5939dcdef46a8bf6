import { env } from '@/lib/env'
import { startCluster } from './cluster'
import { Notice } from './notice'

const production = process.env.NODE_ENV === 'production'

export type Database = Awaited<ReturnType<typeof openDatabase>>

/** The database of DATABASE_URL and DATABASE_OWNER_URL, or without them the embedded one in DATA_DIR. */
export async function openDatabase() {
  const given = process.env.DATABASE_URL
  const ownerUrl = env.DATABASE_OWNER_URL
  if (ownerUrl) return { ownerUrl, appUrl: env.DATABASE_URL, embedded: false, async stop() {} }
  if (given || production) {
    throw new Notice(
      `DATABASE_OWNER_URL is missing: set it in ${production ? "your platform's settings" : '.env.local'} to the role that owns the database (DATABASE_URL is the app's role, which may not change tables).`,
    )
  }
  const cluster = await startCluster(env.DATA_DIR ?? '.data')
  return { ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, embedded: true, stop: cluster.stop }
}
