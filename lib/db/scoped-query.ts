import pg from 'pg'

/** What `pg` writes a statement with. Its types leave it out. */
type Wire = {
  parse(message: { text: string }): void
  bind(message: { statement: string; values: string[] }): void
  execute(message: object): void
}
type Statement = pg.Submittable & {
  prepare(wire: Wire): void
  handleDataRow(row: unknown): void
  handleCommandComplete(message: unknown, wire: Wire): void
}
type Callback = (error: Error | null, result: pg.QueryArrayResult) => void

const PreparedStatement = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: unknown[] | undefined,
  callback: Callback,
) => Statement

const enter = {
  name: 'enter',
  text: `select set_config('app.identity', $1, true), set_config('app.user_id', $2, true), set_config('app.organization_id', $3, true), set_config('plan_cache_mode', $4, true)`,
}

/** What a connection needs before `ScopedQuery` runs on it: the scope's statement, prepared once. In no scope. */
export const prepareScopes = (client: pg.ClientBase) => client.query({ ...enter, values: ['', '', '', 'auto'] })

/**
 * Of these tables people may also see what is theirs in other organizations, so their policies are an OR: how few rows that
 * leaves, PostgreSQL overrates unless it knows the organization, and then reads all of a large one for a page of it. What
 * touches them is planned each time, for the organization that asks; everything else once. Measured: docs/performance.md.
 */
const plannedEachTime = /"(Membership|Invitation)"/

const planMode = (text: string) => (plannedEachTime.test(text) ? 'force_custom_plan' : 'auto')

/**
 * Enters a scope and runs one statement in it, with nothing but the statement's own end (`Sync`) after both. Until then
 * PostgreSQL keeps them in one transaction of its own making, so the scope is gone with the statement, and neither it nor
 * BEGIN and COMMIT are asked for by themselves. [PostgreSQL: Extended Query, Pipelining]
 */
export class ScopedQuery extends PreparedStatement {
  private entered = false
  private readonly enter: string

  private readonly settings: string[]

  constructor(scope: string[], config: pg.QueryConfig, values: unknown[] | undefined, callback: Callback) {
    super({ ...config, queryMode: 'extended' } as pg.QueryConfig, values, callback)
    this.settings = [...scope, planMode(config.text)]
    this.enter = config.name ? enter.name : '' // who has no names has a pooler that loses what is prepared
  }

  override prepare(wire: Wire) {
    if (!this.enter) wire.parse({ text: enter.text })
    wire.bind({ statement: this.enter, values: this.settings })
    wire.execute({})
    super.prepare(wire)
  }

  override handleDataRow(row: unknown) {
    if (this.entered) super.handleDataRow(row)
  }

  override handleCommandComplete(message: unknown, wire: Wire) {
    if (this.entered) super.handleCommandComplete(message, wire)
    this.entered = true
  }
}
