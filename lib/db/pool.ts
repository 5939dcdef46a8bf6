import pg from 'pg'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

/** Fail after 3 s instead of waiting forever, which is what `pg` does by default. */
export const poolConfig = (): pg.PoolConfig => ({
  connectionString: env.DATABASE_URL,
  connectionTimeoutMillis: 3_000,
  max: 10,
  idleTimeoutMillis: 30_000,
})

/** Without this listener a stopped database would end the process. */
export function surviveDisconnects(pool: pg.Pool) {
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'))
  // A connection in use has no listener but its query; lost between two queries it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const kept = globalThis as { atriumPool?: pg.Pool }

kept.atriumPool ??= surviveDisconnects(new pg.Pool(poolConfig()))

/** The plain pool, without a scope: limiter, worker, health and the doors. Row-level security answers it nothing. */
export const pool = kept.atriumPool
