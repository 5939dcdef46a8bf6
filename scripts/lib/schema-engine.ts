import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { withConnection } from './roles'

type SqlAdapter = Awaited<ReturnType<PrismaPg['connect']>>
type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg') & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
}
export type Engine = SchemaEngine

let loaded: Promise<Glue> | undefined

/** Prisma Migrate's engine from npm, connected to `url`. `failure` is what PostgreSQL said to the last script. */
export async function withSchemaEngine<T>(
  schema: string,
  url: string,
  body: (engine: Engine, failure: () => string | undefined) => Promise<T>,
) {
  loaded ??= load()
  const { SchemaEngine } = await loaded
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 3000 })
  pool.on('error', () => {})
  const scripts = new WholeScripts(pool, url)
  try {
    const datamodels: [string, string][] = [['prisma/schema.prisma', schema]]
    const adapter = bindMigrationAwareSqlAdapterFactory(scripts)
    return await body(await SchemaEngine.new({ datamodels }, () => {}, adapter), () => scripts.failure)
  } finally {
    await pool.end()
  }
}

// The adapter cuts a script at every semicolon, function bodies included, and runs the pieces outside a transaction.
// Sent whole, PostgreSQL parses it itself and runs it in one transaction.
class WholeScripts extends PrismaPg {
  failure: string | undefined

  constructor(
    private pool: pg.Pool,
    private url: string,
  ) {
    super(pool)
  }

  override async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (script: string) => {
      try {
        await withConnection(this.url, (db) => db.query(script))
      } catch (error) {
        this.failure = explain(error, script)
        throw error instanceof pg.DatabaseError ? asAdapterError(error) : error
      }
    }
    return readKindsOfConstraints(adapter, this.pool)
  }
}

// PostgreSQL names kinds of constraints in its one-byte "char" (type 18), which the engine wants and the adapter refuses:
// the adapter gets to see text (25), the engine a character.
function readKindsOfConstraints(adapter: SqlAdapter, pool: pg.Pool) {
  const characters = new Set<string>()
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args)
    for (const field of result.fields ?? []) {
      if (field.dataTypeID !== 18) continue
      characters.add(field.name)
      field.dataTypeID = 25
    }
    return result
  }) as typeof pool.query
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (params) => {
    const { columnNames, columnTypes, ...result } = await queryRaw(params)
    const types = columnTypes.map((type, at) =>
      characters.has(columnNames[at] ?? '') ? ColumnTypeEnum.Character : type,
    )
    return { ...result, columnNames, columnTypes: types }
  }
  return adapter
}

function explain(error: unknown, script: string) {
  if (!(error instanceof pg.DatabaseError)) return String(error)
  const line = error.position ? ` (line ${script.slice(0, Number(error.position)).split('\n').length})` : ''
  return [`${error.message}${line}`, error.detail, error.hint].filter(Boolean).join('\n')
}

function asAdapterError({ code = 'N/A', severity = 'ERROR', message, detail, column, hint }: pg.DatabaseError) {
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
}

async function load() {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue: Glue = await import(pathToFileURL(file).href)
  const imports = { ...glue, ...impatient(glue) } as unknown as WebAssembly.ModuleImports
  const { instance } = await WebAssembly.instantiate(readFileSync(file.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': imports,
  })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  return glue
}

// The engine leaves the 10 s timer of its advisory lock behind, which would keep a finished program waiting for it.
function impatient(glue: Glue) {
  const name = Object.keys(glue).find((key) => key.startsWith('__wbg_setTimeout_'))
  return name ? { [name]: (work: () => void, ms: number) => setTimeout(work, ms >>> 0).unref() } : {}
}
