import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ARGON2 } from '@/lib/parameters'

type Job = { password: string; stored: string } | { password: string; options: typeof ARGON2 }

// for the whole process: Next bundles this file more than once
const kept = globalThis as { atriumHashingThreads?: Worker[] }
kept.atriumHashingThreads ??= []
const idle = kept.atriumHashingThreads

/** argon2id, apart from the event loop and after everything else. As many threads as are asked for at once: `hashing.ts` keeps it to a few. */
export const hashOnThread = (password: string) => onThread<string>({ password, options: ARGON2 })

/** Rejects when what is stored is no hash of argon2. */
export const verifyOnThread = (stored: string, password: string) => onThread<boolean>({ stored, password })

function startThread() {
  const thread = new Worker(new URL('./hashing-thread.mjs', import.meta.url), { env: {}, execArgv: [] })
  thread.on('exit', () => idle.includes(thread) && idle.splice(idle.indexOf(thread), 1))
  return thread.on('error', () => {}) // whoever waits for it is told
}

async function onThread<Answer>(job: Job): Promise<Answer> {
  const thread = idle.pop() ?? startThread()
  thread.ref()
  const answered = once(thread, 'message') // or it has thrown, and has ended
  thread.postMessage(job)
  const [answer] = await answered
  thread.unref() // it keeps no program from ending
  idle.push(thread)
  return answer
}
