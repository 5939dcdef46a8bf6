import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseCrontab, type RunnerOptions, run, runOnce, type TaskList } from 'graphile-worker'
import { pool } from '@/lib/db/pool'
import { log } from '@/lib/log'
import { releaseAbandonedJobs } from './abandoned'
import { workerLogger } from './logger'
import { sweep } from './sweep'
import { runnableTasks } from './tasks'

const RESTART = 2_000
const LOOK_FOR_ABANDONED = 60_000
const HOURLY = '17 * * * * sweep'

/** Runs until stopped, whatever happens to the database in between. Stopping waits for the jobs that have begun. */
export function startWorker() {
  const stopping = new AbortController()
  const finished = keepRunning(stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await finished
    },
  }
}

/** Everything that is due, once, for hosts without a process that stays. */
export async function drainOnce() {
  const events = new EventEmitter()
  const outcome = { done: 0, failed: 0 }
  events.on('job:success', () => outcome.done++)
  events.on('job:error', () => outcome.failed++)
  const taskList = runnableTasks()
  await releaseAbandonedJobs()
  await sweep()
  await runOnce({ ...options, taskList, events })
  return outcome
}

// The app role may not migrate. graphile-worker's own check then is one select, as long as `npm run db:migrate` has
// brought its tables to this version. The database's clock decides what is due, not this machine's.
const options: RunnerOptions = {
  pgPool: pool,
  parsedCronItems: parseCrontab(HOURLY),
  concurrency: 2,
  pollInterval: 1_000,
  noHandleSignals: true,
  // Poolers in transaction mode lose prepared statements.
  noPreparedStatements: true,
  logger: workerLogger,
  // Without batching, nobody waits for what is written about a finished job: lost with the connection, it would be an
  // unhandled rejection, which ends the process, and `drainOnce` would return before it is written.
  preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
}

async function keepRunning(signal: AbortSignal) {
  const taskList = runnableTasks()
  while (!signal.aborted) {
    try {
      await runUntilStopped(taskList, signal)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.error({ reason }, `the worker stopped; it starts again in ${RESTART / 1_000} s`)
    }
    await pause(RESTART, undefined, { signal }).catch(() => {})
  }
}

async function runUntilStopped(taskList: TaskList, signal: AbortSignal) {
  await releaseAbandonedJobs()
  const runner = await run({ ...options, taskList })
  const release = () => releaseAbandonedJobs().catch((err) => log.warn({ err }, 'abandoned jobs could not be released'))
  const timer = setInterval(release, LOOK_FOR_ABANDONED)
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await Promise.race([runner.promise, stopped])
    if (signal.aborted) await runner.stop()
  } finally {
    clearInterval(timer)
  }
}
