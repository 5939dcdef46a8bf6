import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'
import { poolConfig, surviveDisconnects } from './pool'
import { prepareScopes, ScopedQuery } from './scoped-query'

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

/** Reads in a scope are one transaction each, in one write. Without a scope row-level security answers nothing. */
class ScopedPool extends pg.Pool {
  constructor() {
    super({ ...poolConfig(), pipeline: true } as pg.PoolConfig)
    this.on('connect', (client) => prepareScopes(client).catch(() => {})) // what is wrong, the first read is told
  }

  // @ts-expect-error the adapter never uses the callback form
  async query(config: pg.QueryConfig, values?: unknown[]) {
    const scope = currentScope.getStore()
    if (!scope) return super.query(config, values)
    const client = await this.connect()
    return await new Promise((resolve, reject) => {
      const done = (error: Error | null, result: unknown) => {
        client.release()
        if (error) reject(error)
        else resolve(result)
      }
      client.query(new ScopedQuery(scopeSettings(scope), config, values, done))
    })
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
