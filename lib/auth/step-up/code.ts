import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter, type IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { AppError } from '@/lib/errors'
import { SIGN_IN_LINK_LIFETIME } from '@/lib/parameters'
import { readSessionToken } from '../context'
import { requireMailAllowance } from '../mail-limits'
import { lockUser } from '../people'
import { createCode, digest, keyedDigest, normalizeCode } from '../secrets'
import { mailRequest } from '../sessions/device-name'
import { consumeCode, createToken } from '../tokens'
import { listProofs } from './step-up'

/** For somebody who has nothing but their mailbox: a code that is worth something in this session only. */
export async function mailStepUpCode({ db: own, user, request }: UserContext): Promise<Outcome> {
  const session = await readSessionToken()
  const db = await enter(own, { identity: true })
  const person = await lockUser(db, user.id)
  if (!person || !session || !(await listProofs(db, user.id)).includes('mail'))
    throw new AppError('BAD_INPUT', 'There is a stronger way for you to confirm. Please reload the page.')
  await requireMailAllowance(person.email, request, 'step-up')
  await db.token.deleteMany({ where: { userId: user.id, purpose: 'step_up', usedAt: null } })
  const code = createCode()
  const { expiresAt } = await createToken(db, {
    purpose: 'step_up',
    user: person,
    lifetime: SIGN_IN_LINK_LIFETIME,
    browserDigest: digest(session),
    codeDigest: keyedDigest(code, session),
  })
  const props = { name: person.name, code, expiresAt, request: mailRequest(request) }
  await sendMail(db, { template: 'step-up-code', to: person.email, props })
  return { ok: true, unchanged: true, message: 'We mailed you a code. It works for 10 minutes.' }
}

/** Five codes for a mail; a wrong one counts, so let the transaction commit. */
export async function consumeStepUpCode(db: IdentityDb, userId: string, typed: string): Promise<boolean> {
  const session = await readSessionToken()
  const code = normalizeCode(typed)
  const newest = await db.token.findFirst({ where: { userId, purpose: 'step_up', usedAt: null }, select: { id: true } })
  if (!session || !newest) return false
  const used = await consumeCode(db, {
    purpose: 'step_up',
    challenge: newest.id,
    browserDigest: digest(session),
    codeDigest: keyedDigest(code, session),
  })
  return used !== null
}
