import { bareFolder, buildBare, buildFixture, fixtureFolder } from './copies'
import { compare, printLoad } from './load'
import { atLeast, atMost, type Measurement, skipped } from './result'
import { serveBuilt, serveNext } from './servers'
import { wire } from './wire'
import type { World } from './world'

const path = '/o/acme/projects'

/** Signed-out redirects against a middleware that does nothing else, and a passing page behind ours and behind a plain one. */
export async function measureMiddleware({ app, cookie, pace }: World): Promise<Measurement> {
  await buildBare()
  await buildFixture(app.env)
  const database = await wire(app.env.DATABASE_URL)
  const servers: { url: string; stop(): Promise<unknown> }[] = []
  const started = async <Server extends (typeof servers)[number]>(starting: Promise<Server>) => {
    const server = await starting
    servers.push(server)
    return server
  }
  try {
    const ours = await started(serveBuilt(app.env, { DATABASE_URL: database.url }))
    const bare = await started(serveNext(bareFolder, '/'))
    const full = await started(serveBuilt(app.env, { BENCH_MIDDLEWARE: 'full' }, fixtureFolder))
    const plain = await started(serveBuilt(app.env, { BENCH_MIDDLEWARE: 'cookie' }, fixtureFolder))
    database.take()
    const loads = await compare(
      [
        { name: 'redirect', url: ours.url + path, status: 307 },
        { name: 'bare redirect', url: bare.url + path, status: 307 },
        { name: 'page', url: full.url + path, headers: { cookie }, status: 200 },
        { name: 'page, cookie only', url: plain.url + path, headers: { cookie }, status: 200 },
      ],
      pace,
    )
    const { statements } = database.take()
    for (const [name, load] of Object.entries(loads)) printLoad(name, load)
    const { redirect, page, 'bare redirect': bareRedirect, 'page, cookie only': cookieOnly } = loads
    const time = 'middleware: time of a passing page behind one that only looks for a cookie'
    const cpu = 'middleware: CPU of a passing page behind one that only looks for a cookie'
    return {
      findings: [
        atLeast(
          'signed-out redirect: requests/s of a bare middleware',
          redirect.perSecond / bareRedirect.perSecond,
          0.9,
        ),
        atMost('signed-out redirect: SQL statements', statements.length, 0, 'in all'),
        atMost(time, cookieOnly.perSecond / page.perSecond, 1.05),
        page.cpu && cookieOnly.cpu
          ? atMost(cpu, page.cpu / cookieOnly.cpu, 1.05)
          : skipped(cpu, 'no /proc on this system'),
      ],
      raw: { ...loads, statements },
    }
  } finally {
    for (const server of servers.reverse()) await server.stop()
    await database.close()
  }
}
