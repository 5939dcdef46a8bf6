import './lib/environment'
import { env } from '@/lib/env'
import { openDatabase } from './lib/database'
import { generateClient } from './lib/generate'
import { migrate } from './lib/migrations'
import { Notice, run, say } from './lib/notice'
import { exitCode, startScript } from './lib/programs'
import { withConnection } from './lib/roles'

// Computes the hashes of every organization's audit log anew, or of the one with this slug. Ends with 1 when a chain is broken.
// The owner of the database names the organizations; each is then looked at as the application sees it.

const slug = process.argv[2]

run(async () => {
  await generateClient()
  const database = await openDatabase()
  try {
    if (!database.embedded) return await verify(database.ownerUrl)
    await migrate(database.ownerUrl, database.appUrl)
    // the environment is read once, so the embedded database's address goes to a process of its own
    const given = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl }
    return await exitCode(startScript('scripts/audit-verify.ts', given, {}, slug ? [slug] : []))
  } finally {
    await database.stop()
  }
}).finally(() => process.exit()) // the pools of lib/db would keep the process open

async function verify(ownerUrl: string) {
  void env.DATABASE_URL // asked for before anything is looked at
  const { verifyAuditChain } = await import('@/lib/domain/audit/verification')
  const { verdictSentence } = await import('@/lib/domain/audit/verdict')
  const organizations = await listOrganizations(ownerUrl)
  if (slug && organizations.length === 0) throw new Notice(`No organization has the address ${slug}.`)
  let broken = 0
  for (const { id, slug } of organizations) {
    const verdict = await verifyAuditChain(id)
    if (verdict.broken) broken++
    console.log(`${verdict.broken ? '✗' : '✓'} ${slug}: ${verdictSentence(verdict)}${headOf(verdict)}`)
  }
  say(broken > 0 ? `${broken} of ${organizations.length} broken.` : `${organizations.length} verified.`)
  return broken > 0 ? 1 : 0
}

const headOf = ({ head }: { head: { sequence: string; hash: string } | null }) =>
  head ? ` Its end is ${head.sequence} ${head.hash}` : ''

function listOrganizations(ownerUrl: string) {
  return withConnection(ownerUrl, async (db) => {
    const all = 'select id, slug from "Organization" where $1::text is null or slug = $1 order by slug'
    return (await db.query<{ id: string; slug: string }>(all, [slug ?? null])).rows
  })
}
