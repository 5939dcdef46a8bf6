import { AsyncLocalStorage } from 'node:async_hooks'
import type { Duplex } from 'node:stream'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'
import { poolConfig, surviveDisconnects } from './pool'

/** What has been proved. Entering one scope clears the others, because policies are OR-ed. */
export type Scope = { identity: true } | { userId: string } | { organizationId: string }

type Kept = { atriumPrisma?: PrismaClient; atriumScope?: AsyncLocalStorage<Scope> }
const kept = globalThis as Kept

// kept with the client that reads it: when `next dev` loads this file again, a fresh one would never be looked at
kept.atriumScope ??= new AsyncLocalStorage()
export const currentScope = kept.atriumScope

export const scopeSettings = (scope: Scope) => [
  'identity' in scope ? 'on' : '',
  'userId' in scope ? scope.userId : '',
  'organizationId' in scope ? scope.organizationId : '',
]

/** One simple query, which is neither prepared nor planned. All three, as a scope that somebody left behind would add to this one. */
function beginIn(scope: Scope) {
  const [identity = '', userId = '', organizationId = ''] = scopeSettings(scope).map((value) => pg.escapeLiteral(value))
  return `begin; set local app.identity to ${identity}; set local app.user_id to ${userId}; set local app.organization_id to ${organizationId}`
}

/**
 * BEGIN, the scope, the statement and COMMIT leave in one write (`pipeline`), so that row-level security costs no round trip
 * and the scope ends with the statement. Without a scope row-level security answers nothing.
 */
class ScopedPool extends pg.Pool {
  constructor() {
    super({ ...poolConfig(), pipeline: true } as pg.PoolConfig)
  }

  // @ts-expect-error the adapter never uses the callback form
  async query(config: pg.QueryConfig, values?: unknown[]) {
    const scope = currentScope.getStore()
    if (!scope) return super.query(config, values)
    const client = await this.connect()
    const { stream } = (client as pg.PoolClient & { connection: { stream: Duplex } }).connection
    let broken: Error | undefined
    try {
      stream.cork() // pg writes each by itself: here they leave together
      process.nextTick(() => stream.uncork())
      const [entered, statement, commit] = await Promise.allSettled([
        client.query(beginIn(scope)),
        client.query(config, values),
        client.query('commit'), // after an error Postgres answers this with a rollback
      ])
      for (const step of [entered, commit]) if (step.status === 'rejected') broken = step.reason
      if (statement.status === 'rejected') throw statement.reason
      if (broken) throw broken
      return statement.value
    } finally {
      client.release(broken) // a connection that failed around the statement is not reused
    }
  }
}

/** A statement has one name wherever it is prepared. Past the bound, new statements go unnamed rather than fill the server's memory. */
function nameStatements(bound: number) {
  const names = new Map<string, string>()
  return ({ sql }: { sql: string }) => {
    const known = names.get(sql)
    if (known) return known
    if (names.size >= bound) return ''
    const name = `p${names.size}`
    names.set(sql, name)
    return name
  }
}

function connect() {
  const adapter = new PrismaPg(surviveDisconnects(new ScopedPool() as unknown as pg.Pool), {
    statementNameGenerator: nameStatements(500),
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 2_000, timeout: 5_000 } })
}

kept.atriumPrisma ??= connect()
export const prisma = kept.atriumPrisma
