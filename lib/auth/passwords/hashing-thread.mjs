import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { hashSync, verifySync } from '@node-rs/argon2'

// No TypeScript: Node.js loads it as it stands. On Linux a thread has a priority of its own, and hashing goes last: while
// fifty people sign in, everybody else's pages come first. Elsewhere it would be the priority of the whole process.
if (process.platform === 'linux') setPriority(0, 10)

parentPort?.on('message', ({ password, options, stored }) => {
  parentPort?.postMessage(stored === undefined ? hashSync(password, options) : verifySync(stored, password))
})
