import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generateClient } from './generate'
import { exitCode, startNext } from './programs'

// Everything that can change what `next build` makes. New folders of the application belong here.
const folders = ['app', 'components', 'lib', 'public']
const files = ['prisma/schema.prisma', 'package.json', 'package-lock.json']
const atRoot = /^(middleware|proxy|instrumentation|next\.config|postcss\.config|tsconfig|global\.d)\b.*\.(ts|mjs|json)$/

export const distDir = process.env.NEXT_DIST_DIR || '.next'
const stamp = path.join(distDir, 'built-from')

/** The production build, in NEXT_DIST_DIR or .next. Needs no database and no secret. */
export async function build({ checkTypes = distDir === '.next' } = {}) {
  await generateClient()
  const sources = digest()
  if (distDir !== '.next') writeOwnTsconfig()
  const code = await exitCode(startNext(['build'], { NODE_ENV: 'production', CHECK_TYPES: checkTypes ? '1' : '0' }))
  if (code === 0) writeFileSync(stamp, sources)
  return code
}

export const isBuilt = () => existsSync(path.join(distDir, 'BUILD_ID'))

/** True when what is built was built from exactly what lies here now. */
export const isUpToDate = () => isBuilt() && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()

// Next adds the types of a build to the tsconfig that it is given; the project's own stays as it is. See next.config.ts.
function writeOwnTsconfig() {
  const config = { extends: '../tsconfig.json', include: ['../**/*.ts', '../**/*.tsx'], exclude: ['../node_modules'] }
  mkdirSync('.data', { recursive: true })
  writeFileSync(`.data/tsconfig${distDir}.json`, JSON.stringify(config, null, 2))
}

function digest() {
  const hash = createHash('sha256')
  const root = readdirSync('.').filter((name) => atRoot.test(name))
  for (const file of [...folders, ...files, ...root].flatMap(filesIn))
    hash.update(`${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  const names = readdirSync(place).filter((name) => name !== 'generated' && name !== 'migrations')
  return names.sort().flatMap((name) => filesIn(path.join(place, name)))
}
