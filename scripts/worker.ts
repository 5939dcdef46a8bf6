import './lib/production'
import './lib/environment'
import { env } from '@/lib/env'
import { generateClient } from './lib/generate'
import { run, say } from './lib/notice'

run(async () => {
  // Reading them is asking for them: a line that names the missing one, before anything starts.
  void [env.DATABASE_URL, env.AUTH_SECRET, env.APP_URL]
  await generateClient() // for a worker's machine on which nothing is built
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
