import { after } from 'next/server'
import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { inTransaction, scopedTo } from '@/lib/db/scope'
import { emailAddress } from '@/lib/domain/strings'
import { AppError } from '@/lib/errors'
import type { RequestInfo } from '@/lib/request'
import { readAsking, readOrCreateAsking, rememberAsked } from './asking'
import { completeSignIn } from './complete-sign-in'
import { mailAttempt } from './email-addresses/verification'
import { mailNothing, requireMailAllowance } from './mail-limits'
import { isMethodOn, requireMethod } from './methods'
import { nextField } from './next-field'
import { hashPassword, needsRehash, verifyPassword } from './passwords/hashing'
import { typedPassword } from './passwords/rules'
import { lockHolder, lockUser } from './people'
import { digest } from './secrets'
import { noteStrangersTry } from './security-events'
import { readDevice } from './sessions/session'
import { judgeTry } from './sign-in-limits'
import { mailSignInLink } from './sign-in-link'
import { welcome } from './welcome'

export const signInSchema = z.object({
  email: emailAddress(),
  password: typedPassword().optional(),
  step: z.string().optional(),
  intent: z.string().optional(),
  next: nextField(),
})

type SignInInput = z.output<typeof signInSchema>

const REFUSED = "We couldn't sign you in with that e-mail and password."

/** Both steps of the sign-in page. The first answers the same for every address; a password manager may skip it. */
export async function signIn(ctx: PublicContext, input: SignInInput): Promise<Outcome> {
  const { email, password, next, step, intent } = input
  if (intent === 'link') return mailSignInLink(ctx, { email, next })
  if (password || !isMethodOn('link')) requireMethod('password')
  if (password) return signInWithPassword(ctx, { email, password, next })
  if (step !== 'password') return { values: { email, step: 'password', ...(next ? { next } : {}) } }
  requireMethod('password')
  throw new AppError('BAD_INPUT', 'Please check what you entered.', {
    fieldErrors: { password: ['Enter your password.'] },
  })
}

async function signInWithPassword(
  { request }: PublicContext,
  { email, password, next }: { email: string; password: string; next: string | null },
): Promise<Outcome> {
  const [device, asking] = await Promise.all([readDevice(), readAsking()])
  const found = await findCandidate(email, device, asking)
  // counted for the address that was typed: closing an account with one would tell which others are the same person's
  const who = { email, request, knownDeviceId: found?.deviceId ?? null }
  const verdict = await judge(who, found, password)
  if (!found || verdict === 'wrong') {
    after(() => noteRefused(found?.id, request))
    throw new AppError('BAD_INPUT', REFUSED)
  }
  if (verdict === 'waiting' || !found.emailVerified || !found.hash)
    return verifyFirst({ ...found, email, next, waiting: verdict === 'waiting' }, request)

  const { id, hash } = found
  const rehashed = needsRehash(hash) ? await hashPassword(password) : null
  const passed = await inTransaction({ identity: true }, async (db) => {
    // the password may have been reset, or the person disabled, while it was verified
    const user = await lockHolder(db, id, hash)
    if (!user || user.disabledAt) return null
    if (rehashed) await db.password.updateMany({ where: { userId: id }, data: { hash: rehashed } })
    return completeSignIn(db, { user, method: 'password', request, device, next })
  })
  if (!passed) throw new AppError('BAD_INPUT', REFUSED)
  return welcome(passed, 'password', next)
}

const WAITING = new Error('A password that waits for its address to be proved.')

/**
 * What this browser chose at a sign-up with this address counts nowhere yet, and is no guess either; `waiting` is said of it
 * whoever has the address, as it tells nobody anything. In another browser it is a wrong password like any other.
 */
async function judge(who: Parameters<typeof judgeTry>[0], found: Candidate | null, password: string) {
  try {
    const right = await judgeTry(who, async () => {
      const matches = await verifyPassword(found?.hash ?? null, password)
      if (matches && !found?.disabledAt) return true
      if (found?.attempt && (await verifyPassword(found.attempt.passwordHash, password))) throw WAITING
      return false
    })
    return right ? 'right' : 'wrong'
  } catch (error) {
    if (error === WAITING) return 'waiting'
    throw error
  }
}

type Candidate = {
  id: string
  name: string
  emailVerified: Date | null
  disabledAt: Date | null
  hash: string | null
  /** This browser, when they have signed in here before. */
  deviceId: string | null
  /** The newest sign-up of this browser with this address. */
  attempt: { passwordHash: string; name: string | null; next: string | null } | null
}

/** The same query, whoever it is. */
async function findCandidate(email: string, device: string | null, asking: string | null): Promise<Candidate | null> {
  const [found] = await scopedTo({ identity: true }).$queryRaw<Candidate[]>`
    select u.id, u.name, u."emailVerified", u."disabledAt", p.hash,
           (select d.id from "Device" d where d."userId" = u.id and d."tokenDigest" = ${digest(device ?? '')}) as "deviceId",
           case when t."passwordHash" is not null then to_jsonb(t) end as attempt
      from (select id from "User" where email = ${email} union all select "userId" from "EmailAddress" where email = ${email}) as found
      join "User" u using (id)
      left join "Password" p on p."userId" = u.id
      left join lateral (
        select "passwordHash", name, next from "Token"
         where "userId" = u.id and email = ${email} and purpose = 'verify_email' and "usedAt" is null and "expiresAt" > now()
           and "passwordHash" is not null and "browserDigest" = ${digest(asking ?? '')}
         order by "createdAt" desc
         limit 1) t on true`
  return found ?? null
}

type Unproved = Pick<Candidate, 'id' | 'name' | 'hash' | 'attempt'> & {
  email: string
  next: string | null
  /** What was typed is the attempt's, not the account's. */
  waiting: boolean
}

/** The right password, and an address that nobody has proved: no session, but the mail once more. */
async function verifyFirst({ id, email, waiting, hash, ...found }: Unproved, request: RequestInfo): Promise<Outcome> {
  await requireMailAllowance(email, request)
  const asking = await readOrCreateAsking()
  const sent = waiting ? found.attempt : null
  const attempt = {
    asking,
    passwordHash: sent?.passwordHash ?? hash,
    name: sent?.name ?? found.name,
    next: found.next ?? sent?.next ?? null,
  }
  const challenge = await inTransaction({ identity: true }, async (db) => {
    const user = await lockUser(db, id)
    return user ? mailAttempt(db, { user, email, attempt, request }) : mailNothing(db, email, request)
  })
  await rememberAsked(asking, email, challenge ?? undefined)
  return { redirectTo: '/verify-email?sent' }
}

/** After the answer has left, and whoever it was: neither its time nor that of the next answer tells who has an account. */
async function noteRefused(userId: string | undefined, request: RequestInfo) {
  await inTransaction({ identity: true }, (db) =>
    noteStrangersTry(db, { userId, action: 'session.refused', request, details: { method: 'password' } }),
  )
}
