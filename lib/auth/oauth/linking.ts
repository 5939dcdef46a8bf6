// Who a proved identity is here. An identity is (issuer, subject); its e-mail address finds nobody and links nothing.
import { PrismaAdapter } from '@auth/prisma-adapter'
import { isConflict } from '@/lib/db/errors'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { hasOpenInvitation } from '@/lib/domain/invitations/open'
import { cleanName, normalizeEmail } from '@/lib/domain/strings'
import { env } from '@/lib/env'
import { EMAIL_LENGTH, NAME_LENGTH } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import { completeSignIn, type Passed } from '../complete-sign-in'
import { mailAlreadyRegistered, mailVerification } from '../email-addresses/verification'
import { mailNothing, requireMailAllowance } from '../mail-limits'
import { type LockedUser, lockUser, lockUserByEmail, proveEmail } from '../people'
import { noteSecurityEvent } from '../security-events'
import type { SignInMethod } from '../sessions/session'
import type { Identity } from './handshake'
import { SocialProblem } from './problems'

export type Visit = {
  request: RequestInfo
  device: string | null
  method: SignInMethod
  next: string
  asking: string
  /** They hold an invitation that is for their address, and came from it. */
  invited: boolean
}

/** Somebody is in; or they have to prove their address first, with the mail of that token (none when the mail says something else). */
export type Entry = Passed | { mailed: { email: string; tokenId: string | undefined } }

/** Everything in one identity transaction. Two first visits at the same moment make one person: the slower one looks again. */
export async function enterWithIdentity(identity: Identity, visit: Visit): Promise<Entry> {
  const work = () => inTransaction({ identity: true }, (db) => decide(db, identity, visit))
  try {
    return await work()
  } catch (error) {
    if (isConflict(error)) return work()
    throw error
  }
}

async function decide(db: IdentityDb, identity: Identity, visit: Visit): Promise<Entry> {
  const email = normalizeEmail(identity.email ?? '')
  const known = await findByIdentity(db, identity)
  if (known?.disabledAt) throw new SocialProblem('disabled')
  if (known?.emailVerified) return signIn(db, known, visit)
  if (known) return mail(db, known, identity, visit)
  if (!email) throw new SocialProblem('no-address')
  return identity.emailVerified ? meet(db, identity, email, visit) : meetUnproved(db, identity, email, visit)
}

/**
 * The provider has checked the address, so whoever comes with it may know whether there is an account. One that somebody has
 * proved is theirs, and never merged; one that nobody has is emptied first and becomes this person's.
 */
async function meet(db: IdentityDb, identity: Identity, email: string, visit: Visit): Promise<Entry> {
  const known = await lockUserByEmail(db, email)
  if (known && (known.emailVerified || known.disabledAt || known.email !== email))
    throw new SocialProblem('known-address')
  const user = known ? await takeOver(db, known, identity, visit) : await signUp(db, identity, email, visit)
  await linkIdentity(db, user.id, linkedIdentity(identity))
  await noteSecurityEvent(db, {
    userId: user.id,
    action: 'email.verified',
    request: visit.request,
    details: { by: visit.method },
  })
  return signIn(db, user, visit)
}

async function signUp(db: IdentityDb, identity: Identity, email: string, { invited }: Visit): Promise<LockedUser> {
  if (env.SIGN_UP_MODE === 'closed') throw new SocialProblem('closed')
  const user = await createUser(db, identity, email)
  if (env.SIGN_UP_MODE === 'invite' && !invited && !(await hasOpenInvitation(db, user.id)))
    throw new SocialProblem('invitation-only')
  return user
}

/** The name goes as well: a stranger may have written it. */
async function takeOver(db: IdentityDb, user: LockedUser, identity: Identity, { request }: Visit): Promise<LockedUser> {
  await proveEmail(db, user, request)
  const name = nameOf(identity, user.email)
  await db.user.updateMany({ where: { id: user.id }, data: { name } })
  return { ...user, name }
}

/** Anybody can say any address: the same answer whether or not there is an account, and the mail tells its owner. */
async function meetUnproved(db: IdentityDb, identity: Identity, email: string, visit: Visit): Promise<Entry> {
  if (env.SIGN_UP_MODE === 'closed') throw new SocialProblem('closed')
  if (env.SIGN_UP_MODE === 'invite' && !visit.invited) throw new SocialProblem('invitation-only')
  const known = await lockUserByEmail(db, email)
  return mail(db, known ? { ...known, email } : await createUser(db, identity, email), identity, visit)
}

async function signIn(db: IdentityDb, user: LockedUser, visit: Visit): Promise<Entry> {
  const { request, device, method, next } = visit
  return completeSignIn(db, { user, request, device, method, next })
}

/** Whoever has this address is told what fits. The identity waits in this browser until then: waiting-identity.ts. */
async function mail(db: IdentityDb, user: LockedUser, identity: Identity, visit: Visit): Promise<Entry> {
  const { request, asking, next } = visit
  await requireMailAllowance(user.email, request)
  const attempt = { asking, passwordHash: null, name: nameOf(identity, user.email), next: next || null }
  if (user.disabledAt) await mailNothing(db, user.email, request)
  else if (user.emailVerified) await mailAlreadyRegistered(db, user.email, request)
  else return { mailed: { email: user.email, tokenId: await mailVerification(db, user, attempt, request) } }
  return { mailed: { email: user.email, tokenId: undefined } }
}

/** The row of a person is locked before anything that belongs to them, as everywhere. */
async function findByIdentity(db: IdentityDb, { issuer, subject }: Identity): Promise<LockedUser | null> {
  const where = { provider: issuer, providerAccountId: subject }
  const found = await adapter(db).getUserByAccount?.(where)
  const user = found ? await lockUser(db, found.id) : null
  if (user) await db.account.updateMany({ where, data: { lastUsedAt: new Date() } })
  return user
}

async function createUser(db: IdentityDb, identity: Identity, email: string): Promise<LockedUser> {
  const emailVerified = identity.emailVerified ? new Date() : null
  const created = await adapter(db).createUser?.({ id: '', email, emailVerified, name: nameOf(identity, email) })
  const user = created && (await lockUser(db, created.id))
  if (!user) throw new Error('The adapter made no user.')
  return user
}

function nameOf({ name }: Identity, email: string) {
  const given = [...cleanName(name ?? '')].slice(0, NAME_LENGTH).join('').trim()
  return given || email.slice(0, email.indexOf('@'))
}

/** What is kept of an identity: `label` is how its person knows it again. */
export type LinkedIdentity = Pick<Identity, 'type' | 'issuer' | 'subject'> & { label: string | null }

export function linkedIdentity({ type, issuer, subject, email, name }: Identity): LinkedIdentity {
  const told = [...cleanName(email ?? name ?? '')].slice(0, EMAIL_LENGTH).join('')
  return { type, issuer, subject, label: told || null }
}

export async function linkIdentity(db: IdentityDb, userId: string, { type, issuer, subject, label }: LinkedIdentity) {
  const account = { userId, type, provider: issuer, providerAccountId: subject, label }
  await adapter(db).linkAccount?.(account)
}

/** Prisma batches the adapter's `findUnique` within this transaction only, and so within its scope. */
function adapter(db: IdentityDb) {
  return PrismaAdapter(db as unknown as Parameters<typeof PrismaAdapter>[0])
}
