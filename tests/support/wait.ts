import { setTimeout as pause } from 'node:timers/promises'
import { connection, row } from './database'

type Lock = { sql: string; values?: unknown[] }

/**
 * Makes a race certain instead of likely: holds the lock, starts the rivals, lets go only when `waiters` of them wait
 * for a lock in this database, and tells how each of them ended. The application gives up on a lock after 2 s, and no
 * more rivals can wait than its pool has connections.
 */
export async function race<T>(lock: Lock, waiters: number, rivals: () => Promise<T>[]) {
  const holder = await connection()
  let outcomes: Promise<PromiseSettledResult<T>[]> | undefined
  try {
    await holder.query('begin')
    await holder.query(lock.sql, lock.values)
    outcomes = Promise.allSettled(rivals())
    await untilWaiting(waiters)
    await holder.query('commit')
  } finally {
    await holder.end()
    await outcomes // after a failure as well: no rival may run into the next test
  }
  return outcomes
}

/** Resolves when that many connections of this test's database wait for a lock. */
export async function untilWaiting(waiters: number, patience = 1_800) {
  const deadline = Date.now() + patience
  let waiting = 0
  while (Date.now() < deadline) {
    waiting = (
      await row<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).waiting
    if (waiting >= waiters) return
    await pause(10)
  }
  throw new Error(
    `${waiting} of ${waiters} rivals wait for the lock: the others never asked for it, or have no connection.`,
  )
}

/** Asks again until the answer is truthy, and returns it. For what happens later by itself: a job, a mail. */
export async function until<T>(what: string, ask: () => Promise<T>, patience = 5_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`Still waiting for ${what} after ${patience} ms.`)
    await pause(20)
  }
}
