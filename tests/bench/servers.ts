import { openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { demoPassword } from '@/scripts/lib/demo-data'
import { freePort } from '@/scripts/lib/ports'
import { exitCode, startNext } from '@/scripts/lib/programs'
import { readBuilt } from '@/tests/support/entrances-built'
import { Client } from '@/tests/support/matrix-client'
import { plainPost } from '@/tests/support/matrix-forms'
import { serve } from '@/tests/support/server'

/** Another instance of what was built, in this folder or in a copy of it. */
export async function serveBuilt(env: Record<string, string>, more: Record<string, string> = {}, folder?: string) {
  const port = await freePort()
  const own = { ...env, PORT: String(port), APP_URL: `http://localhost:${port}`, ...more }
  const { stop } = await serve(own, `test-results/bench-${port}.log`, folder)
  return { url: own.APP_URL, stop }
}

/** `next start` and nothing around it. Resolves when `path` is answered. */
export async function serveNext(folder: string, path: string, env: Record<string, string> = {}) {
  const port = await freePort()
  const log = openSync('test-results/bench-next.log', 'w')
  const given = { NODE_ENV: 'production', ...env, PORT: String(port) }
  const next = startNext(['start', '--port', String(port)], given, { cwd: folder, stdio: ['ignore', log, log] })
  const ended = exitCode(next)
  const url = `http://localhost:${port}`
  await untilAnswered(url + path, () => next.exitCode !== null)
  return {
    url,
    async stop() {
      next.kill('SIGTERM')
      await ended
    },
  }
}

export async function untilAnswered(url: string, ended: () => boolean, patience = 60_000) {
  const deadline = Date.now() + patience
  while (Date.now() < deadline && !ended()) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null)
    await answer?.text()
    if (answer?.status === 200) return
    await pause(5)
  }
  throw new Error(`${url} was not answered.`)
}

/** What a browser sends in which this person of the demo data has signed in. */
export async function cookieOf(url: string, distDir: string, email: string) {
  const client = new Client(url)
  const id = readBuilt(distDir).actions.find(({ exportedName }) => exportedName === 'signIn')?.id ?? ''
  const { status } = await client.post('/sign-in', plainPost(id, [], { email, password: demoPassword }))
  if (!client.cookies.has('session')) throw new Error(`${email} could not sign in: ${status}`)
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
