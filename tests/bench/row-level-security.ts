import pg from 'pg'
import { startScript } from '@/scripts/lib/programs'
import { atLeast, atMost, type Measurement, median } from './result'
import type { Sample } from './row-level-security-child'
import { wire } from './wire'
import type { World } from './world'

const NETWORK = 2.4 // ms there and back

/** One page of projects through the scoped client, against the same prepared query on a table that nothing protects. */
export async function measureRowLevelSecurity({ app, pace }: World): Promise<Measurement> {
  const organizationId = await copyUnprotected(app.superuserUrl)
  const near = await sample(app.env, app.env.DATABASE_URL, organizationId, pace)
  const network = await wire(app.env.DATABASE_URL, { delay: NETWORK / 2 })
  const far = await sample(app.env, network.url, organizationId, pace)
  await network.close()
  const of = (samples: Sample[], client: 'scoped' | 'plain', key: 'latency' | 'perSecond') =>
    median(samples.map((one) => one[client][key]))
  const ratio = (samples: Sample[], key: 'latency' | 'perSecond') =>
    of(samples, 'scoped', key) / of(samples, 'plain', key)
  for (const [place, samples] of Object.entries({ 'on this machine': near, [`${NETWORK} ms away`]: far }))
    for (const client of ['scoped', 'plain'] as const)
      console.log(
        `  ${place}, ${client}: ${of(samples, client, 'latency').toFixed(3)} ms, ${of(samples, client, 'perSecond').toFixed(0)}/s at 10`,
      )
  return {
    findings: [
      atMost('row-level security: latency at 1 connection', ratio(near, 'latency'), 1.15),
      atLeast('row-level security: throughput at 10 connections', ratio(near, 'perSecond'), 0.8),
      atMost(`row-level security: latency with ${NETWORK} ms of network`, ratio(far, 'latency'), 1.3),
    ],
    raw: { near, far },
  }
}

async function copyUnprotected(superuserUrl: string) {
  const db = new pg.Client({ connectionString: superuserUrl })
  await db.connect()
  await db.query(`
    drop schema if exists unprotected cascade;
    create schema unprotected;
    create table unprotected."Project" (like public."Project" including all);
    insert into unprotected."Project" select * from public."Project";
    grant usage on schema unprotected to app_user;
    grant select on unprotected."Project" to app_user`)
  await db.query('vacuum analyze unprotected."Project"')
  await db.query('vacuum analyze public."Project"')
  const { rows } = await db.query<{ id: string }>(`select id from "Organization" where slug = 'acme'`)
  await db.end()
  return rows[0]?.id ?? ''
}

/** In a process of its own: the application's client reads where its database is when it is loaded. */
async function sample(env: Record<string, string>, databaseUrl: string, organizationId: string, pace: World['pace']) {
  const asked = JSON.stringify({ organizationId, ...pace, seconds: pace.seconds / 2 })
  const own = { ...env, DATABASE_URL: databaseUrl }
  const child = startScript(
    'tests/bench/row-level-security-child.ts',
    own,
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    [asked],
  )
  return new Promise<Sample[]>((resolve, reject) => {
    child.once('message', (samples) => resolve(samples as Sample[]))
    child.once('exit', (code) => reject(new Error(`The samples of ${databaseUrl} ended with ${code}.`)))
  })
}
