import pg from 'pg'

/** Speaks to PostgreSQL in messages. `pg` hands it to whatever it submits; its types do not say so. */
type Wire = {
  stream: { cork(): void; uncork(): void }
  parsedStatements: Record<string, string>
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: string[] }): void
  execute(message: object): void
}

type Submitted = {
  submit(wire: Wire): Error | null
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, wire: Wire): void
  callback: (error: Error | null, result: pg.QueryResult) => void
}
const Query = pg.Query as unknown as new (config: pg.QueryConfig, values?: unknown[]) => Submitted

export const enterScope = {
  name: 'enter_scope',
  text: `select set_config('app.identity', $1, true), set_config('app.user_id', $2, true), set_config('app.organization_id', $3, true)`,
}

/**
 * The scope and the statement before one Sync: PostgreSQL takes both as one transaction, so that the scope ends with the
 * statement, and does not run the statement when the scope failed. One write, one answer.
 * [PostgreSQL: Extended Query, Pipelining]
 */
class ScopedStatement extends Query {
  private entered = false

  constructor(
    private settings: string[],
    config: pg.QueryConfig,
    values?: unknown[],
  ) {
    super(config, values)
  }

  override submit(wire: Wire) {
    wire.stream.cork()
    try {
      wire.bind({ statement: enterScope.name, values: this.settings })
      wire.execute({})
      return super.submit(wire)
    } finally {
      wire.stream.uncork()
    }
  }

  override handleDataRow(message: unknown) {
    if (this.entered) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, wire: Wire) {
    if (this.entered) super.handleCommandComplete(message, wire)
    this.entered = true
  }
}

/** One statement in one scope, in one round trip. */
export function runScoped(client: pg.PoolClient, settings: string[], config: pg.QueryConfig, values?: unknown[]) {
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const statement = new ScopedStatement(settings, config, values)
    statement.callback = (error, result) => (error ? reject(error) : resolve(result))
    client.query(statement as unknown as pg.Submittable)
  })
}
