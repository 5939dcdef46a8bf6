import { randomBytes } from 'node:crypto'
import { startThrowawayCluster } from '@/scripts/lib/cluster'
import { migrate } from '@/scripts/lib/migrations'
import { freePort } from '@/scripts/lib/ports'
import { finish, start } from './child'
import { withDatabase } from './database-url'
import { environment } from './environment'
import { startOidcProvider } from './oidc-provider'
import { serve } from './server'

/**
 * The production build with the demo data, on a database, a provider and a port of its own: a running `npm run dev` is not
 * disturbed. Built in `.next-test`, when what is there was built from something else.
 */
export async function startApplication(more: Record<string, string> = {}) {
  const port = await freePort()
  const cluster = await startThrowawayCluster()
  const provider = await startOidcProvider(`http://localhost:${port}/api/auth/callback/oidc`)
  const env = {
    ...environment,
    ...provider.settings,
    AUTH_OIDC_NAME: 'Example ID',
    NODE_ENV: 'production',
    NEXT_DIST_DIR: '.next-test',
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    DATABASE_URL: cluster.appUrl,
    DATABASE_OWNER_URL: cluster.ownerUrl,
    DNS_SERVERS: `127.0.0.1:${await freePort()}`, // nobody answers there until tests/e2e/domains.spec.ts does
    ...more,
  }
  const ends = [() => cluster.stop(), () => provider.stop()]
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    await build(env)
    await migrate(cluster.ownerUrl, cluster.appUrl)
    const seeded = await finish(start('scripts/db.ts', ['seed'], { env }), 2 * 60_000)
    if (seeded !== 0) throw new Error('The demo data could not be written.')
    ends.push((await serve(env)).stop)
  } catch (error) {
    await stop()
    throw error
  }
  const database = new URL(cluster.appUrl).pathname.slice(1)
  return { env, url: env.APP_URL, superuserUrl: withDatabase(cluster.superuserUrl, database), stop }
}

async function build(env: Record<string, string>) {
  process.env.NEXT_DIST_DIR = env.NEXT_DIST_DIR // before it is looked at
  const { isUpToDate } = await import('@/scripts/lib/built')
  if (isUpToDate()) return
  const code = await finish(start('scripts/build.ts', [], { env }), 8 * 60_000)
  if (code !== 0) throw new Error('The application does not build.')
}
