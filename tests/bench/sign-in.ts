import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hash } from '@node-rs/argon2'
import autocannon from 'autocannon'
import { ARGON2, HASHING } from '@/lib/parameters'
import { demoPassword } from '@/scripts/lib/demo-data'
import { readBuilt } from '@/tests/support/entrances-built'
import { Client } from '@/tests/support/matrix-client'
import { plainPost } from '@/tests/support/matrix-forms'
import { newAddress } from '@/tests/support/visitor'
import { listenerOn } from './cpu'
import { addressOf, makePeople } from './people'
import { atLeast, atMost, type Measurement, skipped } from './result'
import { serveBuilt } from './servers'
import type { World } from './world'

const AT_ONCE = 50
const PEOPLE = 200
const OTHERS = 4

/** Fifty people sign in at the same moment, again and again, each in a browser that they know, from an address of its own. What do the others notice? */
export async function measureSignIn({ app, cookie, pace }: World): Promise<Measurement> {
  const run = randomBytes(3).toString('hex')
  await makePeople(app.superuserUrl, run, PEOPLE)
  const folder = mkdtempSync(path.join(tmpdir(), 'event-loop-'))
  const server = await serveBuilt(app.env, {
    BENCH_EVENT_LOOP: folder,
    NODE_OPTIONS: `--import ${path.resolve('tests/bench/event-loop.mjs')}`,
  })
  try {
    const id = readBuilt(app.env.NEXT_DIST_DIR).actions.find(({ exportedName }) => exportedName === 'signIn')?.id ?? ''
    const people: Posted[] = []
    for (let n = 0; n < PEOPLE; n++) people.push(await firstSignIn(server.url, id, addressOf(run, 'known', n)))
    const signIns = (seconds: number) => crowd(server.url, people, seconds)
    await signIns(pace.warmUp)

    const hashes = await hashesPerSecond(pace.seconds)
    const from = Date.now()
    const alone = await signIns(pace.seconds * pace.rounds)
    const late = latenesses(folder, server.url, from)
    const strange = await crowd(server.url, people.map(withoutBrowser), pace.seconds)

    const pages = (seconds: number) => waits(`${server.url}/o/acme/projects`, cookie, seconds)
    await pages(pace.warmUp)
    const quiet = await pages(pace.seconds)
    const [, beside] = await Promise.all([signIns(pace.seconds * pace.rounds), pages(pace.seconds * pace.rounds)])

    const lag = 'sign-in: event loop late, p99'
    console.log(
      `  ${alone.perSecond.toFixed(1)} sign-ins/s, ${strange.perSecond.toFixed(1)}/s in new browsers with a mail for each (hashing alone ${hashes.toFixed(0)}/s), p50 ${alone.p50} ms; pages p95 ${percentile(quiet, 0.95).toFixed(0)} ms quiet, ${percentile(beside, 0.95).toFixed(0)} ms beside them`,
    )
    return {
      findings: [
        atLeast(`sign-in: sign-ins, ${AT_ONCE} at once`, alone.perSecond, 40, '/s'),
        atLeast('sign-in: the same, of what hashing alone would allow here', alone.perSecond / hashes, 40 / 71, '×'),
        late.length > 0 ? atMost(lag, percentile(late, 0.99), 20, 'ms') : skipped(lag, 'no /proc on this system'),
        atMost(`sign-in: p95 of another page beside ${AT_ONCE}`, percentile(beside, 0.95), 500, 'ms'),
      ],
      raw: {
        alone,
        strange,
        hashes,
        late: spread(late),
        quiet: spread(quiet),
        beside: spread(beside),
      },
    }
  } finally {
    await server.stop()
  }
}

/** The budget was found where two cores made 71 hashes a second: what this machine makes by itself is the measure of it. */
async function hashesPerSecond(seconds: number) {
  const until = Date.now() + seconds * 1_000
  let done = 0
  const one = async () => {
    for (; Date.now() < until; done++) await hash(demoPassword, ARGON2)
  }
  await Promise.all(Array.from({ length: HASHING.concurrency }, one))
  return done / seconds
}

type Posted = { body: Buffer; type: string; cookie: string }

/** A morning's people come back in the browsers that they have: the first time, with its mail, is not what is measured. */
async function firstSignIn(url: string, id: string, email: string): Promise<Posted> {
  const post = () => plainPost(id, [], { email, password: demoPassword, step: 'password' })
  const client = new Client(url)
  await client.post('/sign-in', post())
  const device = client.cookies.get('device')
  if (!device) throw new Error(`${email} could not sign in.`)
  const packed = new Response(post())
  return {
    body: Buffer.from(await packed.arrayBuffer()),
    type: packed.headers.get('content-type') ?? '',
    cookie: `device=${device}`,
  }
}

const withoutBrowser = (one: Posted): Posted => ({ ...one, cookie: '' })

/** Every answer has to be a redirect with a session: a sign-in that is refused is no sign-in. */
async function crowd(url: string, people: Posted[], duration: number) {
  let next = 0
  const result = await autocannon({
    url: `${url}/sign-in`,
    method: 'POST',
    duration,
    connections: AT_ONCE,
    setupClient(client) {
      const follow = () => {
        const { body, type, cookie } = people[next++ % people.length] as Posted
        client.setHeadersAndBody({ origin: url, 'content-type': type, cookie, 'x-forwarded-for': newAddress() }, body)
      }
      follow()
      client.on('response', follow)
    },
  })
  const others = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => code !== '303')
  if (others.length > 0 || result.errors > 0)
    throw new Error(
      `Sign-ins were answered ${others.map(([code, { count }]) => `${count} × ${code}`)}, ${result.errors} errors`,
    )
  return { perSecond: result.requests.total / result.duration, p50: result.latency.p50, p97: result.latency.p97_5 }
}

/** How long each of a few, who ask for a page again and again, waits for it. */
async function waits(url: string, cookie: string, duration: number) {
  const taken: number[] = []
  await autocannon({
    url,
    headers: { cookie },
    duration,
    connections: OTHERS,
    setupClient: (client) => client.on('response', (_status, _bytes, took) => taken.push(took)),
  })
  return taken
}

function latenesses(folder: string, url: string, from: number): number[] {
  const file = path.join(folder, `${listenerOn(Number(new URL(url).port))}.jsonl`)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: number; late: number[] })
    .filter(({ at }) => at > from + 1_000)
    .flatMap(({ late }) => late)
}

const spread = (values: number[]) =>
  Object.fromEntries([0.5, 0.95, 0.99].map((share) => [`p${share * 100}`, percentile(values, share)]))

function percentile(values: number[], share: number) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
