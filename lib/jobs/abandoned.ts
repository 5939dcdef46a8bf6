import { pool } from '@/lib/db/pool'
import { log } from '@/lib/log'

/** No job takes longer: whatever one asks of the network is given up after ten seconds. */
const LONGEST_JOB = '2 minutes'

/**
 * A process that was killed leaves its jobs locked. graphile-worker frees them after four hours, when every link in
 * them has expired; this is the same statement with our own patience. A task may therefore run twice: make it idempotent.
 */
export async function releaseAbandonedJobs() {
  const { rowCount } = await pool.query(
    `update graphile_worker._private_jobs
        set locked_at = null, locked_by = null, run_at = greatest(run_at, now())
      where locked_at < now() - $1::interval`,
    [LONGEST_JOB],
  )
  if (rowCount) log.warn({ jobs: rowCount }, 'jobs of a process that is gone will be run again')
}
