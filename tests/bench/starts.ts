import { chmodSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/scripts/lib/ports'
import { end, start } from '@/tests/support/child'
import { copyTree } from '@/tests/support/copied-tree'
import { environment } from '@/tests/support/environment'
import { bareFolder, buildBare } from './copies'
import { atMost, type Measurement, median } from './result'
import { serveNext, untilAnswered } from './servers'
import type { World } from './world'

const CACHE_WRITTEN = 15_000 // Turbopack writes its cache when nothing has been compiled for a while

/** From the command to the first page, in seconds. */
export async function measureStarts({ app, pace }: World): Promise<Measurement> {
  await buildBare()
  const cold = { ours: [] as number[], next: [] as number[], bare: [] as number[] }
  const rounds = Math.max(3, pace.rounds)
  for (let round = 0; round < rounds; round++) {
    cold.ours.push(await timed('scripts/start.ts', '/sign-in', app.env))
    cold.next.push(await timedNext(process.cwd(), '/sign-in', app.env))
    cold.bare.push(await timedNext(bareFolder, '/'))
  }
  const dev = await measureDev(pace.rounds)
  for (const [name, times] of Object.entries({ ...cold, 'dev, first': [dev.first], 'dev, warm': dev.warm }))
    console.log(`  ${name}: ${times.map((time) => time.toFixed(2)).join(', ')} s`)
  return {
    findings: [
      atMost('cold start of the built app, npm start: of bare Next', median(cold.ours) / median(cold.bare), 1.4),
      atMost('cold start of the built app, next start: of bare Next', median(cold.next) / median(cold.bare), 1.4),
      atMost('npm run dev: the very first start, to the first page', dev.first, 20, 's'),
      atMost('npm run dev: warm start, to the first page', median(dev.warm), 5, 's'),
    ],
    raw: { cold, dev },
  }
}

/** In a copy, because a checkout runs one `npm run dev` at a time. The first start makes the database and the demo data. */
async function measureDev(rounds: number) {
  const folder = path.resolve('.data/bench/checkout')
  const data = mkdtempSync(path.join(tmpdir(), 'atrium-bench-'))
  chmodSync(data, 0o711) // the database may run as another user
  const env = { ...environment, NODE_ENV: 'development', DATA_DIR: data, NEXT_DIST_DIR: '.next', APP_URL: '' }
  rmSync(folder, { recursive: true, force: true })
  copyTree(folder)
  rmSync(path.join(folder, 'lib/db/generated'), { recursive: true, force: true })
  try {
    const first = await timed('scripts/dev.ts', '/', env, folder, CACHE_WRITTEN)
    const warm: number[] = []
    for (let round = 0; round < rounds; round++) warm.push(await timed('scripts/dev.ts', '/', env, folder))
    return { first, warm }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function timed(program: string, page: string, env: Record<string, string>, cwd?: string, stay = 0) {
  const port = await freePort()
  const log = openSync('test-results/bench-start.log', 'w')
  const own = { ...env, PORT: String(port), APP_URL: env.APP_URL ? `http://localhost:${port}` : '' }
  const began = performance.now()
  const child = start(program, [], { env: own, cwd, stdio: ['ignore', log, log] })
  try {
    await untilAnswered(`http://localhost:${port}${page}`, () => child.exitCode !== null)
    const took = (performance.now() - began) / 1_000
    await pause(stay)
    return took
  } finally {
    await end(child, 'SIGINT')
  }
}

async function timedNext(folder: string, page: string, env: Record<string, string> = {}) {
  const began = performance.now()
  const { stop } = await serveNext(folder, page, env)
  const took = (performance.now() - began) / 1_000
  await stop()
  return took
}
