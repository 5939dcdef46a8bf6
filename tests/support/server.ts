import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
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
