import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/lib/env'
import { startWorker } from '@/lib/jobs/worker'
import { log } from '@/lib/log'
import { trackRequests } from '@/lib/request'

const stopping = Symbol.for('atrium.stopping')
type Shared = { [stopping]?: boolean }

/** True from SIGTERM on: readiness says 503 while requests in flight are finished. */
export const isStopping = () => (globalThis as Shared)[stopping] === true

export function startServer() {
  trackRequests()
  process.once('SIGTERM', () => {
    ;(globalThis as Shared)[stopping] = true
  })
  if (env.WORKER === 'in-process') void workOnceTheDatabaseIsUp()
}

async function workOnceTheDatabaseIsUp() {
  for (let pause = 1_000; ; pause = Math.min(pause * 2, 30_000)) {
    try {
      const worker = await startWorker()
      process.once('SIGTERM', () => void worker.stop())
      return
    } catch (error) {
      log.warn({ err: error }, `the worker cannot start yet; trying again in ${pause / 1_000} s`)
      await sleep(pause)
    }
  }
}
