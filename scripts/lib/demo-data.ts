import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Notice } from './notice'
import { exitCode, startScript } from './programs'
import { withConnection } from './roles'

export const demoPassword = 'correct-horse-battery-staple'
export const demoLogins = [
  'owner@acme.test',
  'admin@acme.test',
  'member@acme.test',
  'viewer@acme.test',
  'owner@globex.test',
]

/** Fills in the demo data; quick when this version of it is there already. */
export async function ensureDemoData(database: { ownerUrl: string; appUrl: string }) {
  if ((await presentVersion(database.ownerUrl)) !== version()) await seed(database)
}

export async function seed({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }) {
  const given = {
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    AUTH_SECRET: process.env.AUTH_SECRET || randomBytes(33).toString('base64'),
  }
  if ((await exitCode(startScript('scripts/seed.ts', given))) !== 0)
    throw new Notice('The demo data could not be made.')
  await withConnection(ownerUrl, (db) => db.query(`comment on function has_demo_data() is 'demo data ${version()}'`))
}

function version() {
  const hash = createHash('sha256')
  for (const file of ['prisma/seed.ts', 'prisma/demo-names.ts']) if (existsSync(file)) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

async function presentVersion(ownerUrl: string) {
  return withConnection(ownerUrl, async (db) => {
    const { rows } = await db.query<{ version: string }>(
      `select case when has_demo_data() then split_part(obj_description('has_demo_data()'::regprocedure), ' ', 3) end as version`,
    )
    return rows[0]?.version
  })
}
