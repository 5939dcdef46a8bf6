import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '@/lib/db/pool'
import { isStopping } from '@/lib/server'

const PATIENCE = 1_000

/** Whether requests should come here: the database answers within a second, and this process is not stopping. */
export async function GET() {
  const status = isStopping() ? 'stopping' : await Promise.race([askDatabase(), sleep(PATIENCE, 'database timeout')])
  return Response.json({ status }, { status: status === 'ready' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

async function askDatabase() {
  try {
    await pool.query('select 1')
    return 'ready'
  } catch {
    return 'database down'
  }
}
