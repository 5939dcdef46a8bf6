import { freePort } from '@/scripts/lib/ports'
import { countOrgPages, orgPages } from '@/tests/bench/org-pages'
import { wire } from '@/tests/bench/wire'
import { expect, signIn, test } from '@/tests/support/e2e'
import { serve } from '@/tests/support/server'
import { newAddress } from '@/tests/support/visitor'

const env = JSON.parse(process.env.TEST_SERVER ?? '{}') as Record<string, string>

test('every page of an organization asks the database three times at most, in three round trips', async ({
  browser,
}) => {
  const port = await freePort()
  const base = `http://localhost:${port}`
  const database = await wire(env.DATABASE_URL ?? '', { delay: 2 }) // what leaves together is one trip
  const server = await serve(
    { ...env, PORT: String(port), APP_URL: base, DATABASE_URL: database.url, WORKER: 'separate' },
    'test-results/sql-count.log',
  )
  const context = await browser.newContext({ baseURL: base, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
  try {
    await signIn(await context.newPage(), 'owner@acme.test')
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    await context.close() // an open page would ask on its own
    const counts = await countOrgPages(base, cookie, database)
    for (const page of orgPages) {
      expect(counts[page].statements.length, `${page}: ${counts[page].statements.join('\n')}`).toBeLessThanOrEqual(3)
      expect(counts[page].trips, `${page}: round trips`).toBeLessThanOrEqual(3)
    }
    expect(counts.settings.statements).toEqual([expect.stringContaining('request_context')])
  } finally {
    await context.close()
    await server.stop()
    await database.close()
  }
})
