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

const settings = `set_config('app.identity', $1, true), set_config('app.user_id', $2, true), set_config('app.organization_id', $3, true)`
const enter = { name: 'enter', text: `select ${settings}` }
const enterAndPlan = {
  name: 'enter_and_plan',
  text: `select ${settings}, set_config('plan_cache_mode', 'force_custom_plan', true)`,
}

/** What a connection needs before `ScopedQuery` runs on it: the scope's statements, prepared once. In no scope. Both are in line before anything else is. */
export const prepareScopes = (client: pg.ClientBase) =>
  Promise.all([enter, enterAndPlan].map((statement) => client.query({ ...statement, values: ['', '', ''] })))

/**
 * Of these tables people may also see what is theirs in other organizations, so their policies are an OR. How many rows that
 * leaves, PostgreSQL guesses far too low unless it knows the organization, and then reads all of a large one for a page of it.
 * What touches them is planned each time, for the organization that asks; everything else once. Measured: docs/performance.md.
 */
const plannedEachTime = /"(Membership|Invitation)"/

/**
 * Enters a scope and runs one statement in it, with nothing but the statement's own end (`Sync`) after both. Until then
 * PostgreSQL keeps them in one transaction of its own making, so the scope is gone with the statement, and neither it nor
 * BEGIN and COMMIT are asked for by themselves. [PostgreSQL: Extended Query, Pipelining]
 */
export class ScopedQuery extends PreparedStatement {
  private entered = false
  private readonly enter: string

  constructor(
    private readonly scope: string[],
    config: pg.QueryConfig,
    values: unknown[] | undefined,
    callback: Callback,
  ) {
    super({ ...config, queryMode: 'extended' } as pg.QueryConfig, values, callback)
    // who has no names has a pooler that loses what is prepared: there everything is planned each time
    this.enter = config.name ? (plannedEachTime.test(config.text) ? enterAndPlan : enter).name : ''
  }

  override prepare(wire: Wire) {
    if (!this.enter) wire.parse({ text: enter.text })
    wire.bind({ statement: this.enter, values: this.scope })
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
