import { freePort } from '@/scripts/lib/ports'
import { startApplication } from '@/tests/support/application'
import { endAllOnSignal, finish, start } from '@/tests/support/child'
import { serveWithoutMiddleware } from '@/tests/support/without-middleware'

// The browser tests. Arguments go to Playwright: `npm run test:e2e -- tests/e2e/sign-in.spec.ts`.

endAllOnSignal()
const app = await startApplication()
try {
  const bare = needsBare()
    ? await serveWithoutMiddleware(app.env, await freePort(), `${app.env.NEXT_DIST_DIR}/built-from`)
    : undefined
  try {
    const told = {
      BASE_URL: app.url,
      BARE_URL: bare?.url ?? '',
      TEST_SUPERUSER_URL: app.superuserUrl,
      TEST_SERVER: JSON.stringify(app.env), // for a test that starts another instance
    }
    const playwright = start('node_modules/@playwright/test/cli.js', ['test', ...process.argv.slice(2)], { env: told })
    process.exitCode = await finish(playwright, 60 * 60_000)
  } finally {
    await bare?.stop()
  }
} finally {
  await app.stop()
}

/** A second build, for tests/attack/without-middleware.spec.ts: not for somebody who tries one journey. */
function needsBare() {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
  return named.length === 0 || named.some((name) => /attack|middleware/.test(name))
}
