import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { finish, start } from './child'

const copied = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'scripts',
  'instrumentation.ts',
  'global.d.ts',
  'middleware.ts',
  'next.config.ts',
  'package.json',
  'postcss.config.mjs',
  'tsconfig.json',
]

/** The application's files once more. The folder lies inside this one, so that packages are found. */
export function copyTree(folder: string) {
  mkdirSync(folder, { recursive: true })
  for (const name of copied) {
    rmSync(path.join(folder, name), { recursive: true, force: true })
    if (existsSync(name)) cpSync(name, path.join(folder, name), { recursive: true })
  }
}

type Copy = {
  folder: string
  env: Record<string, string>
  /** Stands for everything that the copy is made of: it is built again only when this has changed. */
  sources: string
  change: () => void
}

/** A copy of the application with a change in it, built. */
export async function buildCopy({ folder, env, sources, change }: Copy) {
  const stamp = path.join(folder, 'copied-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  rmSync(stamp, { force: true })
  copyTree(folder)
  change()
  const code = await finish(start('scripts/build.ts', [], { env, cwd: folder }), 8 * 60_000)
  if (code !== 0) throw new Error(`What was copied to ${folder} does not build.`)
  writeFileSync(stamp, sources)
}
