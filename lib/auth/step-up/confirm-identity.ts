import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume } from '@/lib/access/rate-limit'
import { enter, type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import type { RequestInfo } from '@/lib/request'
import { nextField } from '../next-field'
import { type Ceremony, NEEDS_SCRIPT } from '../passkeys/ceremony'
import { beginPasskeyProof, verifyPasskeyProof } from '../passkeys/proof'
import { verifyPassword } from '../passwords/hashing'
import { typedPassword } from '../passwords/rules'
import { type LockedUser, lockUser } from '../people'
import { judgeStepUp } from '../proof-limits'
import { spendAppCode } from '../second-factor/authenticator-app'
import { spendRecoveryCode } from '../second-factor/recovery-codes'
import { noteSecurityEvent } from '../security-events'
import { rotateToken, type SecondFactor, setToken } from '../sessions/session'
import { consumeStepUpCode } from './code'
import { listProofs } from './step-up'

// Proving again, in a session, that it is them: docs/sign-in-flows.md#step-up.

const code = (missing: string) => z.string(missing).trim().min(1, missing).max(64, 'That is too long for a code.')
const next = nextField()

export const confirmIdentitySchema = z.discriminatedUnion('proof', [
  z.object({
    proof: z.literal('password'),
    password: typedPassword().pipe(z.string().min(1, 'Enter your password.')),
    next,
  }),
  z.object({ proof: z.literal('app'), code: code('Enter the code that your app shows.'), next }),
  z.object({ proof: z.literal('recovery-code'), code: code('Enter one of your recovery codes.'), next }),
  // without a credential it is the question that is asked for
  z.object({ proof: z.literal('passkey'), credential: z.string().optional(), next }),
  z.object({ proof: z.literal('mail'), code: code('Enter the code.'), next }),
])

type Claim = z.output<typeof confirmIdentitySchema>
type Person = Omit<UserContext, 'db'>
type Weighed = { refusal: Outcome } | { ceremony: Ceremony } | { proved: true }

/**
 * Before the transaction of the act, as a hash takes long and a wrong try has to stay: only the strongest that the person
 * has is accepted, and used up.
 */
export async function weighClaim({ user, session, request }: Person, claim: Claim): Promise<Weighed> {
  const asked = { purpose: 'step_up', userId: user.id, boundTo: session.id } as const
  if (claim.proof === 'passkey' && !claim.credential) {
    await consume('lookUp', user.id)
    const ceremony = await beginPasskeyProof(asked)
    if (ceremony) return { ceremony }
  }
  if (claim.proof === 'mail') await consume('codePerAccount', `step-up ${user.id}`)
  const proved = await judgeStepUp({ userId: user.id, request }, async () => {
    const hash = claim.proof === 'password' ? await fittingHash(user.id, claim.password) : null
    return inTransaction({ identity: true }, async (db) => {
      const person = await lockUser(db, user.id)
      const proofs = await listProofs(db, user.id)
      if (!person || !proofs.includes(claim.proof === 'recovery-code' ? 'app' : claim.proof))
        throw new AppError('BAD_INPUT', 'There is a stronger way for you to confirm. Please reload the page.')
      const right = await judge(db, { ...asked, person, hash, request }, claim)
      const action = right ? 'identity.confirmed' : 'identity.refused'
      const details = { proof: claim.proof }
      await noteSecurityEvent(db, { userId: user.id, action, request, sessionId: session.id, details })
      return right
    })
  })
  return proved ? { proved } : { refusal: refusals[claim.proof] }
}

const factors = ['passkey', 'app', 'recovery-code'] as const satisfies SecondFactor[]

/** The session goes on under a new token [ASVS V7.2.4]; from a second factor on it is one that has shown it. */
export async function confirmIdentity(
  { db: own, user, session }: UserContext,
  { proof, next }: Claim,
  weighed: Weighed,
): Promise<Outcome> {
  if ('ceremony' in weighed) return { message: NEEDS_SCRIPT, ceremony: weighed.ceremony, unchanged: true }
  if ('refusal' in weighed) return weighed.refusal
  const db = await enter(own, { identity: true })
  const now = new Date()
  const factor = factors.find((one) => one === proof)
  const data = { stepUpAt: now, ...(factor && { secondFactor: factor, secondFactorAt: now }) }
  await db.session.updateMany({ where: { id: session.id, userId: user.id }, data })
  const token = await rotateToken(db, session.id)
  return { ok: true, unchanged: true, ...(next && { redirectTo: next }), afterCommit: () => setToken(token) }
}

async function fittingHash(userId: string, password: string) {
  const known = await scopedTo({ identity: true }).password.findFirst({ where: { userId }, select: { hash: true } })
  return (await verifyPassword(known?.hash ?? null, password)) ? (known?.hash ?? null) : null
}

type Asked = { purpose: 'step_up'; userId: string; boundTo: string } & {
  person: LockedUser
  hash: string | null
  request: RequestInfo
}

async function judge(db: IdentityDb, { person, hash, request, ...asked }: Asked, claim: Claim): Promise<boolean> {
  const { userId } = asked
  switch (claim.proof) {
    case 'password': {
      const current = await db.password.findFirst({ where: { userId }, select: { hash: true } })
      return hash !== null && current?.hash === hash // it may have been changed while it was verified
    }
    case 'passkey':
      return verifyPasskeyProof(db, { ...asked, response: claim.credential })
    case 'app':
      return spendAppCode(db, userId, claim.code)
    case 'recovery-code':
      return spendRecoveryCode(db, { user: person, request }, claim.code)
    case 'mail':
      return consumeStepUpCode(db, userId, claim.code)
  }
}

const wrong = (field: string, sentence: string): Outcome => ({
  message: 'That did not work.',
  fieldErrors: { [field]: [sentence] },
})

export const WRONG_APP_CODE = 'That code is not right, or it was used already. Type the one that your app shows now.'
export const WRONG_RECOVERY_CODE = 'That recovery code is not right, or it was used already.'

const refusals: Record<Claim['proof'], Outcome> = {
  password: wrong('password', 'That is not your password.'),
  passkey: { message: 'That passkey did not fit. Please try again.' },
  app: wrong('code', WRONG_APP_CODE),
  'recovery-code': wrong('code', WRONG_RECOVERY_CODE),
  mail: wrong('code', 'That code is not right, or its time is over.'),
}
