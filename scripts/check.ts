import './lib/environment'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { env } from '@/lib/env'
import { startThrowawayCluster } from './lib/cluster'
import { findVulnerable } from './lib/floors'
import { generateClient } from './lib/generate'
import { findDrift, migrate } from './lib/migrations'
import { run } from './lib/notice'
import { output, startNext, startProgram } from './lib/programs'
import { withConnection } from './lib/roles'
import { findUnknownPermissions } from './lib/unknown-permissions'
import { listWall } from './lib/wall'

const wallFile = 'prisma/wall.txt'
const piped = { stdio: 'pipe' as const }

// Every check prints one line; `npm run check -- --write` accepts the database's rules as they are now.
run(async () => {
  await generateClient()
  const database = checkDatabase()
  database.catch(() => {}) // said when its turn comes: nobody listens yet
  const problems = [
    await report('Format and lint', checkStyle()),
    await report('Types', checkTypes()),
    await report(
      'Migrations lead to the schema',
      database.then(({ drift }) => drift),
    ),
    await report(
      `Policies, grants and functions are those of ${wallFile}`,
      database.then(({ wall }) => wall),
    ),
    await report(
      'No package with a known hole',
      Promise.resolve().then(() => findVulnerable()),
    ),
    ...(env.DATABASE_OWNER_URL
      ? [await report('Roles hold what the catalogue knows', findUnknownPermissions(env.DATABASE_OWNER_URL))]
      : []),
  ]
  return problems.some(Boolean) ? 1 : 0
})

async function report(name: string, check: Promise<string[]>) {
  const problems = await check.catch((error: Error) => [error.message])
  console.log(problems.length > 0 ? `${styleText('red', '✗')} ${name}` : `${styleText('green', '✓')} ${name}`)
  for (const problem of problems) console.log(problem.replaceAll(/^/gm, '    '))
  return problems.length > 0
}

async function checkStyle() {
  const { code, text } = await output(
    startProgram('@biomejs/biome', 'bin/biome', ['check', '--error-on-warnings', '.'], piped),
  )
  return code === 0 ? [] : [text.trim()]
}

async function checkTypes() {
  const routes = await output(startNext(['typegen'], {}, piped))
  if (routes.code !== 0) return [routes.text.trim()]
  const { code, text } = await output(startProgram('typescript', 'bin/tsc', ['--noEmit'], piped))
  return code === 0 ? [] : [text.trim()]
}

async function checkDatabase() {
  const cluster = await startThrowawayCluster()
  try {
    await migrate(cluster.ownerUrl, cluster.appUrl)
    const wall = await withConnection(cluster.ownerUrl, listWall)
    return { wall: compareWall(wall), drift: await findDrift(cluster.ownerUrl) }
  } finally {
    await cluster.stop()
  }
}

function compareWall(wall: string) {
  if (process.argv.includes('--write')) writeFileSync(wallFile, wall)
  const committed = existsSync(wallFile) ? readFileSync(wallFile, 'utf8') : ''
  if (committed === wall) return []
  const [now, before] = [wall.split('\n'), committed.split('\n')]
  return [
    ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    `If that is meant: npm run check -- --write, and read the difference in ${wallFile} before you commit it.`,
  ]
}
