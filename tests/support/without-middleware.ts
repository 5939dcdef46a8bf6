import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildCopy } from './copied-tree'
import { serve } from './server'

const folder = path.resolve('.data/without-middleware')
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
  const change = () => writeFileSync(path.join(folder, 'middleware.ts'), inert)
  await buildCopy({ folder, env: own, sources: readFileSync(builtFrom, 'utf8') + inert, change })
  const { stop } = await serve(own, 'test-results/server-without-middleware.log', folder)
  return { url: own.APP_URL, stop }
}
