import { Logger } from 'graphile-worker'
import { log, logFor } from '@/lib/log'

type Failure = {
  failure?: boolean
  job?: { id: string; task_identifier: string; attempts: number; max_attempts: number }
  error?: unknown
}

/** The worker's own words, into our log. A failed job is one line with its id, its payload left out. */
export const workerLogger = new Logger((scope) => (level, message, meta) => {
  const { failure, job, error } = (meta ?? {}) as Failure
  const jobLog = logFor({ jobId: job?.id ?? scope.jobId })
  if (failure && job) {
    const { task_identifier: task, attempts, max_attempts: of } = job
    const next = attempts < of ? 'it will be tried again' : 'given up'
    jobLog[attempts < of ? 'warn' : 'error']({ task, attempt: attempts, of, err: error }, `job failed: ${next}`)
  } else if (level === 'error') jobLog.error(message)
  else if (level === 'warning') jobLog.warn(message)
  else log.debug(message)
})
