import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { finish, start } from './child'

// Everything at the root that can change what `next build` makes. New folders of the application belong here.
const sources = ['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'middleware.ts', 'instrumentation.ts']
const settings = ['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json']

/** Builds the application into `folder`, unless what lies there was built from exactly these files. */
export async function build(folder: string, env: Record<string, string>) {
  const stamp = path.join(folder, 'built-from')
  const now = digest([...sources, ...settings])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  const code = await finish(start('scripts/build.ts', [], { env: { ...env, NEXT_DIST_DIR: folder } }), 8 * 60_000)
  if (code !== 0) throw new Error('The application does not build.')
  writeFileSync(stamp, now)
}

function digest(places: string[]) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesIn)) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesIn(place: string): string[] {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  const names = readdirSync(place).filter((name) => name !== 'generated')
  return names.sort().flatMap((name) => filesIn(path.join(place, name)))
}
