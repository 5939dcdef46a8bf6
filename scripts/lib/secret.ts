import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { say } from './notice'

const file = '.env.local'

/** AUTH_SECRET, from the environment or .env.local, into which it is written once. What else stands there stays. */
export function ensureSecret() {
  if (process.env.AUTH_SECRET) return
  const secret = randomBytes(33).toString('base64')
  const before = existsSync(file) ? readFileSync(file, 'utf8').replace(/\n?$/, '\n') : ''
  // An empty AUTH_SECRET= would otherwise win over a later line in some readers.
  const kept = before.replace(/^AUTH_SECRET=\s*\n/m, '')
  writeFileSync(file, `${kept}AUTH_SECRET=${secret}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  process.env.AUTH_SECRET = secret
  say(`A random AUTH_SECRET was written to ${file}.`)
}
