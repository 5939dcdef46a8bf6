import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@/scripts/lib/ports'
import { end, start } from './child'

/** `npm start` on what was built here, or in another folder, ready to answer. Its output goes to test-results/server.log. */
export async function serve(env: Record<string, string>, logFile = 'test-results/server.log', cwd?: string) {
  mkdirSync('test-results', { recursive: true })
  const log = openSync(logFile, 'w')
  const server = start('scripts/start.ts', [], { env, cwd, stdio: ['ignore', log, log] })
  try {
    await untilReady(`${env.APP_URL}/api/health/ready`, logFile, () => server.exitCode !== null)
  } catch (error) {
    await end(server)
    throw error
  }
  return {
    stop: () => end(server, 'SIGINT'), // SIGTERM would first let a load balancer look away
    drain: () => end(server, 'SIGTERM'),
    kill: () => end(server, 'SIGKILL'),
  }
}

/** What the server under test was started with; empty where none was. */
export const served = JSON.parse(process.env.TEST_SERVER ?? '{}') as Record<string, string>

/** Another process of the same build, on the same database unless told otherwise. The mails of other tests are none of its business. */
export async function anotherInstance(settings: Record<string, string> = {}, port?: number) {
  const own = port ?? (await freePort())
  const base = `http://localhost:${own}`
  const env = { ...served, PORT: String(own), APP_URL: base, WORKER: 'separate', ...settings }
  return { base, ...(await serve(env, `test-results/another-${own}.log`)) }
}

async function untilReady(url: string, logFile: string, ended: () => boolean) {
  const deadline = Date.now() + 60_000
  let last = 'no answer'
  while (Date.now() < deadline && !ended()) {
    try {
      const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) })
      if (ok) return
      last = `${status}`
    } catch {
      // not listening yet
    }
    await pause(100)
  }
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-30).join('\n')
  throw new Error(`The server did not become ready (${url}: ${last}). Its last words:\n${lines}`)
}
