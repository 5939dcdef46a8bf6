import { countOrgPages, orgPages } from '@/tests/bench/org-pages'
import { wire } from '@/tests/bench/wire'
import { expect, signIn, test } from '@/tests/support/e2e'
import { anotherInstance, served } from '@/tests/support/server'
import { newAddress } from '@/tests/support/visitor'

test('every page of an organization asks the database three times at most, in three round trips', async ({
  browser,
}) => {
  const database = await wire(served.DATABASE_URL ?? '', { delay: 2 }) // what leaves together is one trip
  const { base, stop } = await anotherInstance({ DATABASE_URL: database.url })
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
    for (const page of orgPages) expect(counts[page].statements[0]).toContain('request_context')
  } finally {
    await context.close()
    await stop()
    await database.close()
  }
})
