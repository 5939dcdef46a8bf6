import { randomBytes } from 'node:crypto'
import { startThrowawayCluster } from '@/scripts/lib/cluster'
import { migrate } from '@/scripts/lib/migrations'
import { freePort } from '@/scripts/lib/ports'
import { endAllOnSignal, finish, start } from '@/tests/support/child'
import { withDatabase } from '@/tests/support/database-url'
import { environment } from '@/tests/support/environment'
import { startOidcProvider } from '@/tests/support/oidc-provider'
import { serve } from '@/tests/support/server'
import { serveWithoutMiddleware } from '@/tests/support/without-middleware'

// The browser tests, against the production build, on a database and a port of their own: a running `npm run dev` is
// not disturbed. Arguments go to Playwright: `npm run test:e2e -- tests/e2e/sign-in.spec.ts`.

endAllOnSignal()
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
}
try {
  await build()
  await migrate(cluster.ownerUrl, cluster.appUrl)
  const seeded = await finish(start('scripts/db.ts', ['seed'], { env }), 2 * 60_000)
  if (seeded !== 0) throw new Error('The demo data could not be written.')
  const servers = [await serve(env)]
  try {
    const bare = needsBare()
      ? await serveWithoutMiddleware(env, await freePort(), `${env.NEXT_DIST_DIR}/built-from`)
      : undefined
    if (bare) servers.push(bare)
    const database = new URL(cluster.appUrl).pathname.slice(1)
    const told = {
      BASE_URL: env.APP_URL,
      BARE_URL: bare?.url ?? '',
      TEST_SUPERUSER_URL: withDatabase(cluster.superuserUrl, database),
      TEST_SERVER: JSON.stringify(env), // for a test that starts another instance
    }
    const playwright = start('node_modules/@playwright/test/cli.js', ['test', ...process.argv.slice(2)], { env: told })
    process.exitCode = await finish(playwright, 10 * 60_000)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
} finally {
  await provider.stop()
  await cluster.stop()
}

async function build() {
  process.env.NEXT_DIST_DIR = env.NEXT_DIST_DIR // before it is looked at
  const { isUpToDate } = await import('@/scripts/lib/built')
  if (isUpToDate()) return
  const code = await finish(start('scripts/build.ts', [], { env }), 8 * 60_000)
  if (code !== 0) throw new Error('The application does not build.')
}

/** A second build, for tests/attack/without-middleware.spec.ts: not for somebody who tries one journey. */
function needsBare() {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
  return named.length === 0 || named.some((name) => /attack|middleware/.test(name))
}
