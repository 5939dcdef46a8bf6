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

/**
 * The same application with middleware.ts moved away, built again and served beside the other one: what a middleware that
 * does not run costs. It lies inside this folder, so that packages are found; built only when the other build is another one.
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
  const sources = readFileSync(builtFrom, 'utf8')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
    rmSync(stamp, { force: true })
    for (const name of copied) {
      rmSync(path.join(folder, name), { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      if (existsSync(name)) cpSync(name, path.join(folder, name), { recursive: true })
    }
    const code = await finish(start('scripts/build.ts', [], { env: own, cwd: folder }), 8 * 60_000)
    if (code !== 0) throw new Error('Without middleware.ts the application does not build.')
    writeFileSync(stamp, sources)
  }
  const { stop } = await serve(own, 'test-results/server-without-middleware.log', folder)
  return { url: own.APP_URL, stop }
}
