import { hash } from '@node-rs/argon2'
import { row } from './database'
import { inside, newVisitor, type Visitor } from './visitor'

export const password = 'correct-horse-battery-staple'

export type Person = { id: string; name: string; email: string; password: string; visitor: Visitor }

type Particulars = { email?: string; verified?: boolean; password?: string | null }

const seen = new Map<string, number>()
const arrivals = new WeakMap<Visitor, Promise<void>>()
let usualHash: Promise<string> | undefined

/** A person with an account, straight into the tables. `password: null` leaves the account without one. */
export async function person(name: string, particulars: Particulars = {}): Promise<Person> {
  const { email = addressOf(name), verified = true } = particulars
  const { id } = await row<{ id: string }>(
    `insert into "User" (email, name, "emailVerified") values ($1, $2, $3) returning id`,
    [email, name, verified ? new Date() : null],
  )
  if (particulars.password !== null) {
    await row(`insert into "Password" ("userId", hash) values ($1, $2) returning "userId"`, [
      id,
      await hashOf(particulars.password ?? password),
    ])
  }
  return { id, name, email, password: particulars.password ?? password, visitor: newVisitor() }
}

/**
 * The person's browser, with a session in it that the application's own code made. Once: a browser whose session was
 * revoked keeps its dead cookie, as a real one does.
 */
export async function signedIn({ id, visitor }: Person) {
  const arrival = arrivals.get(visitor) ?? inside(visitor, () => signIn(id))
  arrivals.set(visitor, arrival)
  await arrival
  return visitor
}

async function signIn(userId: string) {
  const [{ createSession, readDevice, startSession }, { inTransaction }, { readRequest }] = await Promise.all([
    import('@/lib/auth/sessions/session'),
    import('@/lib/db/scope'),
    import('@/lib/request'),
  ])
  const request = await readRequest()
  const device = await readDevice()
  await startSession(
    await inTransaction({ identity: true }, (db) => createSession(db, { userId, method: 'password', request, device })),
  )
}

function addressOf(name: string) {
  const count = (seen.get(name) ?? 0) + 1
  seen.set(name, count)
  return `${name}${count === 1 ? '' : `.${count}`}@people.test`
}

/** Hashing is slow by design: the usual password is hashed once per file. */
function hashOf(secret: string) {
  const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
  if (secret !== password) return hash(secret, parameters)
  usualHash ??= hash(password, parameters)
  return usualHash
}
