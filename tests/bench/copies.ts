import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { exitCode, startNext } from '@/scripts/lib/programs'
import { buildCopy } from '@/tests/support/copied-tree'

const fixtures = path.resolve('tests/bench/fixture')

export const bareFolder = path.resolve('.data/bench/bare')
export const fixtureFolder = path.resolve('.data/bench/fixture')

const pages = ['app/o/[slug]/layout.tsx', 'app/o/[slug]/projects/page.tsx']
const checksCookie = 'if (signedInOnly.test(pathname)'

/** The application whose organization layout and project list get kept data instead of the gate's, and no signed-in check. */
export async function buildFixture(env: Record<string, string>) {
  const own = readdirSync(fixtures).map((name) => readFileSync(path.join(fixtures, name), 'utf8'))
  const sources = [readFileSync(`${env.NEXT_DIST_DIR}/built-from`, 'utf8'), ...own].join('\n')
  await buildCopy({ folder: fixtureFolder, env, sources, change: useFixture })
}

function useFixture() {
  cpSync(path.join(fixtures, 'queries.ts'), path.join(fixtureFolder, 'lib/access/fixture.ts'))
  cpSync(path.join(fixtures, 'middleware.ts'), path.join(fixtureFolder, 'middleware.ts'))
  for (const page of pages) replace(page, `'@/lib/access/queries'`, `'@/lib/access/fixture'`)
  replace(
    'lib/auth/guard.ts',
    checksCookie,
    `if (process.env.BENCH_MIDDLEWARE !== 'open' && signedInOnly.test(pathname)`,
  )
}

function replace(name: string, before: string, after: string) {
  const file = path.join(fixtureFolder, name)
  const text = readFileSync(file, 'utf8')
  if (!text.includes(before))
    throw new Error(`${name} does not hold ${before} any more: tests/bench/copies.ts replaces it.`)
  writeFileSync(file, text.replace(before, after))
}

let built: Promise<void> | undefined

/** Next with one page and nothing else. Once for a run. */
export function buildBare() {
  built ??= build()
  return built
}

async function build() {
  rmSync(bareFolder, { recursive: true, force: true })
  cpSync('tests/bench/bare', bareFolder, { recursive: true })
  const code = await exitCode(startNext(['build'], { NODE_ENV: 'production' }, { cwd: bareFolder, stdio: 'ignore' }))
  if (code !== 0) throw new Error(`The bare application does not build: npx next build in ${bareFolder} says why.`)
}
