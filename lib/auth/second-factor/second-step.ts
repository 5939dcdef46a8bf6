import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { PENDING_SIGN_IN_TRIES, REMEMBERED_DEVICE_LIFETIME } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import { beginSession } from '../complete-sign-in'
import { isMethodOn } from '../methods'
import { NEEDS_SCRIPT } from '../passkeys/ceremony'
import { beginPasskeyProof, verifyPasskeyProof } from '../passkeys/proof'
import { type LockedUser, lockUser } from '../people'
import { judgeSecondStep } from '../proof-limits'
import { digest } from '../secrets'
import { noteSecurityEvent } from '../security-events'
import { endPendingSignIn, findPendingSignIn, readPendingToken } from '../sessions/pending-sign-in'
import { type NewSession, readDevice, type SecondFactor, type SignInMethod } from '../sessions/session'
import { WRONG_APP_CODE, WRONG_RECOVERY_CODE } from '../step-up/confirm-identity'
import { welcome } from '../welcome'
import { spendAppCode } from './authenticator-app'
import { spendRecoveryCode } from './recovery-codes'

// The second step of a sign-in, after whichever first factor. It reads the half sign-in's own cookie; nothing else does.

export const secondStepSchema = z.object({
  proof: z.enum(['app', 'recovery-code', 'passkey']).default('app'),
  code: z.string().trim().max(64, 'That is too long for a code.').optional(),
  credential: z.string().optional(),
  remember: z.string().optional(),
  // the other kind of code, please; the tick at “Remember this browser” comes along
  intent: z.literal('other').optional(),
})

type Claim = z.output<typeof secondStepSchema>
type Pending = NonNullable<Awaited<ReturnType<typeof findPendingSignIn>>>

/** Whose second step this browser is at, and how they may pass it. */
export async function readSecondStep() {
  const pending = await findPendingSignIn()
  if (!pending) return null
  const passkey = await scopedTo({ identity: true }).passkey.findFirst({
    where: { userId: pending.userId },
    select: { id: true },
  })
  return { hasPasskey: passkey !== null && isMethodOn('passkey') }
}

export async function passSecondStep({ request }: PublicContext, claim: Claim): Promise<Outcome> {
  const pending = await findPendingSignIn()
  if (!pending) return startAgain()
  if (claim.intent === 'other') return { redirectTo: withOtherCode(claim) }
  if (claim.proof === 'passkey' && !claim.credential) return askForPasskey(pending)
  if (claim.proof !== 'passkey' && !claim.code)
    throw new AppError('BAD_INPUT', 'Please check what you entered.', { fieldErrors: { code: ['Enter a code.'] } })

  const device = await readDevice()
  const knownDeviceId = await findDevice(pending.userId, device)
  const isRight = () => inTransaction({ identity: true }, (db) => judge(db, pending, { claim, request, device }))
  if (claim.proof === 'passkey') return answer(await isRight(), pending, claim) // nobody guesses one: it stays open
  let judged: Judged = { triesLeft: 0 }
  await judgeSecondStep({ userId: pending.userId, request, knownDeviceId }, async () => {
    judged = await isRight()
    return 'session' in judged
  })
  return answer(judged, pending, claim)
}

function withOtherCode({ proof, remember }: Claim) {
  const query = new URLSearchParams({
    ...(proof === 'app' && { with: 'recovery-code' }),
    ...(remember && { remember }),
  })
  return query.size > 0 ? `/sign-in/two-factor?${query}` : '/sign-in/two-factor'
}

/** Back to the first step, and from there to the page that they came for. */
export async function giveUpSecondStep(): Promise<Outcome> {
  const pending = await findPendingSignIn()
  await endPendingSignIn()
  return { redirectTo: toSignIn({ next: pending?.next }) }
}

type Judged = { session: NewSession } | { triesLeft: number }

/** With the person's row locked, so that of many right codes at the same moment one signs in. A wrong one counts: it is not thrown. */
async function judge(
  db: IdentityDb,
  { id, userId }: Pending,
  { claim, request, device }: { claim: Claim; request: RequestInfo; device: string | null },
): Promise<Judged> {
  const user = await lockUser(db, userId)
  const [counted] = await db.$queryRaw<{ method: SignInMethod; next: string | null; tries: number }[]>`
    update "PendingSignIn" set tries = tries + 1
     where id = ${id}::uuid and tries < ${PENDING_SIGN_IN_TRIES} and "expiresAt" > now()
    returning method, next, tries`
  if (!user || user.disabledAt || !counted) throw new AppError('CONFLICT', OVER)
  const { method, next, tries } = counted
  if (!(await proves(db, { id, user, request }, claim))) {
    const details = { secondFactor: claim.proof }
    await noteSecurityEvent(db, { userId, action: 'second_factor.refused', request, details })
    if (tries >= PENDING_SIGN_IN_TRIES) await db.pendingSignIn.deleteMany({ where: { id } })
    return { triesLeft: PENDING_SIGN_IN_TRIES - tries }
  }
  await db.pendingSignIn.deleteMany({ where: { id } })
  const session = await beginSession(db, { user, method, request, device, next, secondFactor: claim.proof })
  if (claim.remember) await rememberDevice(db, userId, session.device)
  return { session }
}

function proves(
  db: IdentityDb,
  { id, user, request }: { id: string; user: LockedUser; request: RequestInfo },
  { proof, code = '', credential }: Claim,
): Promise<boolean> {
  switch (proof satisfies SecondFactor) {
    case 'app':
      return spendAppCode(db, user.id, code)
    case 'recovery-code':
      return spendRecoveryCode(db, { user, request }, code)
    case 'passkey': {
      const asked = { purpose: 'second_factor', userId: user.id, boundTo: id } as const
      return verifyPasskeyProof(db, { ...asked, response: credential })
    }
  }
}

async function answer(judged: Judged, { method, next }: Pending, { proof, remember }: Claim): Promise<Outcome> {
  if ('session' in judged) return welcome(judged, method as SignInMethod, next)
  const { triesLeft } = judged
  if (triesLeft === 0) return startAgain(next)
  const left = triesLeft === 1 ? ' You have one more try.' : ''
  if (proof === 'passkey') return { message: `That passkey did not fit.${left}` }
  const sentence = proof === 'app' ? WRONG_APP_CODE : WRONG_RECOVERY_CODE
  const values = remember ? { remember } : undefined
  return { message: `You are not signed in yet.${left}`, fieldErrors: { code: [sentence] }, values }
}

async function askForPasskey({ id, userId }: Pending): Promise<Outcome> {
  const ceremony = isMethodOn('passkey') && (await beginPasskeyProof({ purpose: 'second_factor', userId, boundTo: id }))
  if (!ceremony) throw new AppError('BAD_INPUT', 'You have no passkey here. Use a code.')
  return { message: NEEDS_SCRIPT, ceremony }
}

/** Whoever types a code was at the second step: the cookie of it goes with its ten minutes, so it is not asked for here. */
async function startAgain(next?: string | null): Promise<Outcome> {
  await endPendingSignIn()
  return { redirectTo: toSignIn({ problem: 'second-step-over', next }) }
}

/** With a sentence for whoever was at the second step, and without one for whoever never was. */
export async function whereToStart() {
  return toSignIn((await readPendingToken()) ? { problem: 'second-step-over' } : {})
}

function toSignIn({ problem, next }: { problem?: 'second-step-over'; next?: string | null }) {
  const query = new URLSearchParams({ ...(problem && { problem }), ...(next && { next }) })
  return query.size > 0 ? `/sign-in?${query}` : '/sign-in'
}

const OVER = 'That sign-in is over. Please start again.'

async function findDevice(userId: string, device: string | null) {
  if (!device) return null
  const where = { userId, tokenDigest: digest(device) }
  const found = await scopedTo({ identity: true }).device.findFirst({ where, select: { id: true } })
  return found?.id ?? null
}

function rememberDevice(db: IdentityDb, userId: string, device: string) {
  const rememberedUntil = new Date(Date.now() + REMEMBERED_DEVICE_LIFETIME)
  return db.device.updateMany({ where: { userId, tokenDigest: digest(device) }, data: { rememberedUntil } })
}
