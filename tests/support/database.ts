import pg from 'pg'

// The tests' own eye on the database. It looks past row-level security, so that a test can see what the application
// must not, and it never goes through the application's code.

/** Set by whoever started the cluster: for each test file, or for the browser tests as a whole. */
function url() {
  const { TEST_SUPERUSER_URL } = process.env
  if (!TEST_SUPERUSER_URL)
    throw new Error('There is no database here: this test belongs in tests/integration or tests/e2e.')
  return TEST_SUPERUSER_URL
}

let pool: pg.Pool | undefined

/** The rows that a statement gives, seen by somebody whom no policy holds back. */
export async function rows<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) {
  return (await eye().query<Row>(text, values)).rows
}

/** The one row that a statement gives; anything but exactly one is an error. */
export async function row<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) {
  const found = await rows<Row>(text, values)
  if (found.length !== 1 || !found[0]) throw new Error(`Expected one row and got ${found.length}: ${text}`)
  return found[0]
}

/** A connection of its own, for a test that holds a lock or a transaction. The caller ends it. */
export async function connection() {
  const client = new pg.Client({ connectionString: url() })
  await client.connect()
  return client
}

function eye() {
  if (!pool) {
    pool = new pg.Pool({ connectionString: url(), max: 2, allowExitOnIdle: true })
    pool.on('error', () => {}) // the cluster may stop before this process has ended
  }
  return pool
}
