import { env } from '@/lib/env'
import { startWorker } from '@/lib/jobs/worker'
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
  if (env.WORKER !== 'in-process') return
  const worker = startWorker()
  process.once('SIGTERM', () => void worker.stop())
}
