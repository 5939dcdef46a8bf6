import { checkMethods } from '@/lib/auth/methods'
import { env } from '@/lib/env'
import { logFor } from '@/lib/log'
import { trackRequests } from '@/lib/request'

const stopping = Symbol.for('atrium.stopping')
const worker = Symbol.for('atrium.worker')
type Shared = { [stopping]?: boolean; [worker]?: { stop(): Promise<void> } }

/** Milliseconds. The first page does not wait for the worker's libraries to load. */
const WORKER_AFTER = 1_000

/** True from SIGTERM on: readiness says 503 while requests in flight are finished. */
export const isStopping = () => (globalThis as Shared)[stopping] === true

export function startServer() {
  checkMethods()
  trackRequests()
  if (env.WORKER === 'in-process') setTimeout(startWorkerHere, WORKER_AFTER).unref()
  const stop = () => {
    ;(globalThis as Shared)[stopping] = true
    void (globalThis as Shared)[worker]?.stop()
  }
  process.once('SIGTERM', stop)
  // `npm start` says so a moment before SIGTERM (scripts/lib/next-process.ts); when it is killed, this process ends too.
  process.on('message', (message) => message === 'drain' && stop())
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

async function startWorkerHere() {
  const { startWorker } = await import('@/lib/jobs/worker')
  if (!isStopping()) (globalThis as Shared)[worker] = startWorker()
}

type Failed = { requestId: string; method: string; routePath: string; routeType: string }

/** A request body that Next could not decode is the client's fault; everything else is ours. */
export function logFailure(error: unknown, { requestId, ...failed }: Failed) {
  const theirs =
    error instanceof Error &&
    /Failed to find Server Action|Unexpected end of form|Invalid (encoding|Server Actions)/.test(error.message)
  const line = logFor({ requestId })
  if (theirs) line.warn({ ...failed, says: error.message }, 'a request could not be read')
  else line.error({ ...failed, err: error }, 'a request failed')
}
