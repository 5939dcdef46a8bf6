import type { TaskName, TaskPayloads } from './tasks'

/** Any Prisma client or transaction. A job added in a transaction runs after it commits, and never after a rollback. */
export type JobTransaction = {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>
}

type JobOptions = {
  /** A second job with the same key replaces the first while that has not started. */
  jobKey?: string
  runAt?: Date
  maxAttempts?: number
}

export async function enqueue<Name extends TaskName>(
  db: JobTransaction,
  task: Name,
  payload: TaskPayloads[Name],
  { jobKey, runAt, maxAttempts }: JobOptions = {},
) {
  await db.$executeRaw`
    select graphile_worker.add_job(
      identifier => ${task}::text,
      payload => ${JSON.stringify(payload)}::json,
      run_at => ${runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${maxAttempts ?? null}::int,
      job_key => ${jobKey ?? null}::text)`
}

/** Several of one kind in one statement, however many. */
export async function enqueueAll<Name extends TaskName>(
  db: JobTransaction,
  task: Name,
  payloads: TaskPayloads[Name][],
  { maxAttempts }: Pick<JobOptions, 'maxAttempts'> = {},
) {
  await db.$executeRaw`
    select graphile_worker.add_job(
      identifier => ${task}::text, payload => job, max_attempts => ${maxAttempts ?? null}::int)
      from json_array_elements(${JSON.stringify(payloads)}::json) job`
}
