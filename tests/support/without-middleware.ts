import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { finish, start } from './child'
import { serve } from './server'

const folder = path.resolve('.data/without-middleware')
const copied = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'scripts',
  'instrumentation.ts',
  'global.d.ts',
  'next.config.ts',
  'package.json',
  'postcss.config.mjs',
  'tsconfig.json',
]
const distDir = '.next-test'

/** Where its manifests are: an action's id is made of its file's path, so they differ from the other build's. */
export const builtWithoutMiddleware = path.join(folder, distDir)

// Turbopack looks for a middleware in the folders above as well, and would find the real one.
const inert = `export function middleware() {}\nexport const config = { matcher: '/an-address-that-nobody-asks-for' }\n`

/**
 * The same application with a middleware that never runs, built again and served beside the other one. It lies inside this
 * folder, so that packages are found, and is built only when what was copied has changed.
 */
export async function serveWithoutMiddleware(env: Record<string, string>, port: number, builtFrom: string) {
  const own = {
    ...env,
    NEXT_DIST_DIR: distDir,
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    WORKER: 'separate',
  }
  const stamp = path.join(folder, 'copied-from')
  const sources = readFileSync(builtFrom, 'utf8') + inert
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
    rmSync(stamp, { force: true })
    for (const name of copied) {
      rmSync(path.join(folder, name), { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      if (existsSync(name)) cpSync(name, path.join(folder, name), { recursive: true })
    }
    writeFileSync(path.join(folder, 'middleware.ts'), inert)
    const code = await finish(start('scripts/build.ts', [], { env: own, cwd: folder }), 8 * 60_000)
    if (code !== 0) throw new Error('Without middleware.ts the application does not build.')
    writeFileSync(stamp, sources)
  }
  const { stop } = await serve(own, 'test-results/server-without-middleware.log', folder)
  return { url: own.APP_URL, stop }
}
