import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'

type Options = { env?: Record<string, string | undefined>; stdio?: StdioOptions; cwd?: string }

const running = new Set<ChildProcess>()
let stopping = false

/** Starts one of our TypeScript programs, or a package's (`playwright test`), in a process group of its own. */
export function start(program: string, args: string[] = [], { env = {}, stdio = 'inherit', cwd }: Options = {}) {
  if (stopping) throw new Error('Stopped.')
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd,
    stdio,
    detached: true, // so that what it started can be ended with it
    env: { ...process.env, ...env },
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Runs it to its end and gives its exit code; after `limit` ms it is ended and counts as failed. */
export async function finish(child: ChildProcess, limit: number) {
  const ended = once(child, 'exit') as Promise<[number | null]>
  const timer = setTimeout(() => {
    console.error(`Ended after ${Math.round(limit / 1000)} s without a result.`)
    void end(child)
  }, limit)
  const [code] = await ended
  clearTimeout(timer)
  return code ?? 1
}

/** Asks it to stop; after 20 s it is not asked any more. */
export async function end(child: ChildProcess, how: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  signal(child, how)
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 20_000)
  await gone
  clearTimeout(timer)
}

/** Ctrl-C and a CI's time limit end everything that was started here; the program then ends by its own way, tidying up. */
export function endAllOnSignal() {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stopping = true
      for (const child of running) void end(child)
    })
  }
}

function signal(child: ChildProcess, name: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(-child.pid, name)
  } catch {
    // it has just ended by itself
  }
}
