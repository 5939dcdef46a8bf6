import pg from 'pg'
import { countOrgPages, orgPages } from './org-pages'
import { atMost, type Measurement } from './result'
import { serveBuilt } from './servers'
import { wire } from './wire'
import type { World } from './world'

/** What each page of an organization asks the database, counted on the wire, in a small world and in a larger one. */
export async function measureStatements({ app, ownerCookie }: World): Promise<Measurement> {
  const database = await wire(app.env.DATABASE_URL, { delay: 2 })
  const server = await serveBuilt(app.env, { DATABASE_URL: database.url })
  try {
    const before = await countOrgPages(server.url, ownerCookie, database)
    await grow(app.superuserUrl)
    const after = await countOrgPages(server.url, ownerCookie, database)
    const findings = orgPages.flatMap((page) => {
      const [small, large] = [before[page], after[page]]
      if (!small || !large) throw new Error(`${page} was not counted.`)
      const apart = large.statements.length - small.statements.length
      return [
        atMost(`${page}: SQL statements`, small.statements.length, 3, ''),
        atMost(`${page}: round trips`, small.trips, 3, ''),
        atMost(`${page}: statements more with 10 × the rows and 30 organizations`, Math.abs(apart), 0, ''),
      ]
    })
    return { findings, raw: { before, after } }
  } finally {
    await server.stop()
    await database.close()
  }
}

/** Ten times as many projects, and thirty organizations for the person who looks. */
async function grow(superuserUrl: string) {
  const db = new pg.Client({ connectionString: superuserUrl })
  await db.connect()
  await db.query(`
    insert into "Project" ("organizationId", name)
      select id, 'Project ' || n from "Organization", generate_series(1, 400) n where slug = 'acme';
    with made as (
      insert into "Organization" (id, slug, name)
        select gen_random_uuid(), 'bench-' || n, 'Bench ' || n from generate_series(1, 30) n returning id)
    insert into "Membership" ("organizationId", "userId", "builtInRole")
      select made.id, u.id, 'owner' from made, "User" u where u.email = 'owner@acme.test'`)
  await db.end()
}
