import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCode, startNext } from './programs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs Next until it ends or a signal ends it, and gives its exit code. `ready` is called when it answers. With `drain`
 * (ms) Next is in a process group of its own: SIGTERM, even sent to the whole group, reaches it when the time is over.
 */
export async function runNext(
  args: string[],
  env: Record<string, string>,
  options: { drain?: number; ready?: () => unknown } = {},
) {
  const next = startNext(args, env, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  })
  const ended = exitCode(next)
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    if (signal === 'SIGTERM' && options.drain) await drain(next, options.drain)
    next.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    await Promise.race([ended, sleep(15_000, undefined, { ref: false })])
    next.kill('SIGKILL')
  }
  for (const signal of signals) process.on(signal, stop)
  const url = `http://localhost:${args[args.indexOf('--port') + 1]}`
  const ready = options.ready && answers(url, ended).then((yes) => yes && options.ready?.())
  const code = await ended
  await ready
  for (const signal of signals) process.off(signal, stop)
  return stopping && code >= 128 ? 0 : code
}

// Load balancers look at readiness every few seconds: it says 503 for a while before connections are refused.
async function drain(next: ChildProcess, time: number) {
  if (next.connected) next.send('drain', () => {})
  await Promise.race([sleep(time), exitCode(next)])
}

async function answers(url: string, ended: Promise<number>) {
  let over = false
  ended.then(() => {
    over = true
  })
  while (!over) {
    const { ok } = await fetch(`${url}/api/health/live`).catch(() => ({ ok: false }))
    if (ok) return true
    await sleep(100)
  }
}
