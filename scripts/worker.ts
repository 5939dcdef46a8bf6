import './lib/production'
import './lib/environment'
import { env } from '@/lib/env'
import { Notice, run, say } from './lib/notice'

run(async () => {
  try {
    void [env.DATABASE_URL, env.AUTH_SECRET, env.APP_URL]
  } catch (error) {
    throw new Notice((error as Error).message)
  }
  const { startWorker } = await import('@/lib/jobs/worker')
  const worker = startWorker()
  say('The worker runs.')
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await worker.stop()
  // The pools of lib/db would keep the process open.
  process.exit(0)
})
