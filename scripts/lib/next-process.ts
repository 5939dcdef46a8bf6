import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCode, startNext } from './programs'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type Options = {
  drain?: number
  /** Called once it listens (`next dev` compiles a page when that is asked for) … */
  listening?: () => unknown
  /** … and once it answers. */
  ready?: () => unknown
}

/**
 * Runs Next until it ends or a signal ends it, and gives its exit code. With `drain` (ms) Next is in a process group of
 * its own: SIGTERM, even sent to the whole group, reaches it when the time is over.
 */
export async function runNext(args: string[], env: Record<string, string>, options: Options = {}) {
  const next = startNext([...args, '--hostname', everywhere()], env, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: Boolean(options.drain),
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
  const port = Number(args[args.indexOf('--port') + 1])
  const told = options.listening ? until(() => listens(port), ended, options.listening) : undefined
  const ready = options.ready ? until(() => answers(port), ended, options.ready) : undefined
  const code = await ended
  await Promise.all([told, ready])
  for (const signal of signals) process.off(signal, stop)
  return stopping && code >= 128 ? 0 : code
}

// What Next listens on without being told. Told so, it leaves a redirect from 127.0.0.1 to localhost absolute: otherwise
// it takes both for itself and makes it relative, which never ends.
function everywhere() {
  const addresses = Object.values(networkInterfaces()).flat()
  return addresses.some((address) => address?.family === 'IPv6') ? '::' : '0.0.0.0'
}

// Load balancers look at readiness every few seconds: it says 503 for a while before connections are refused.
async function drain(next: ChildProcess, time: number) {
  if (next.connected) next.send('drain', () => {})
  await Promise.race([sleep(time), exitCode(next)])
}

async function until(reached: () => Promise<boolean>, ended: Promise<number>, then: () => unknown) {
  let over = false
  ended.finally(() => {
    over = true
  })
  while (!over) {
    if (await reached()) return then()
    await sleep(50)
  }
}

function listens(port: number) {
  return new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function answers(port: number) {
  return fetch(`http://localhost:${port}/api/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}
