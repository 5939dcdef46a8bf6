import { after } from 'next/server'
import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import type { RequestInfo } from '@/lib/request'
import { keepAsking, readAsking } from '../asking'
import { completeSignIn } from '../complete-sign-in'
import { requireMethod } from '../methods'
import { nextField } from '../next-field'
import { lockUser } from '../people'
import { noteSecurityEvent } from '../security-events'
import { readDevice } from '../sessions/session'
import { welcome } from '../welcome'
import { findPasskey, proves, requestOptions } from './assertion'
import { NEEDS_SCRIPT } from './ceremony'
import { createChallenge, PASSKEY_LATE, takeChallenge } from './challenges'
import { relyingParty } from './relying-party'
import { type Answered, type Assertion, readAssertion } from './response'
import { isWaiting } from './waiting'

export const signInWithPasskeySchema = z.object({ credential: z.string().optional(), next: nextField() })

export const PASSKEY_REFUSED = "We couldn't sign you in with that passkey."

/** Asks first, the same of everybody, and is sent again with the authenticator's answer. */
export async function signInWithPasskey(
  { request }: PublicContext,
  { credential, next }: z.output<typeof signInWithPasskeySchema>,
): Promise<Outcome> {
  requireMethod('passkey')
  if (credential === undefined) return ask()
  const [asking, device, answered] = await Promise.all([readAsking(), readDevice(), readAssertion(credential)])
  if (!answered) throw new AppError('BAD_INPUT', PASSKEY_REFUSED)
  // by itself, so that it is used up whatever follows
  const asked = asking && { purpose: 'sign_in' as const, boundTo: asking }
  const taken = asked && (await inTransaction({ identity: true }, (db) => takeChallenge(db, answered.challenge, asked)))
  if (!taken) throw new AppError('BAD_INPUT', PASSKEY_LATE)

  const done = await inTransaction({ identity: true }, async (db) => {
    const known = await findPasskey(db, answered)
    if (!known) return { unknown: true as const }
    const user = await identify(db, known.userId, answered)
    if (!user) return { refused: known.userId }
    return { passed: await completeSignIn(db, { user, method: 'passkey', request, device, next }) }
  })
  if (done.passed) return welcome(done.passed, 'passkey', next)
  if (done.refused) {
    after(() => noteRefused(done.refused, request))
    throw new AppError('BAD_INPUT', PASSKEY_REFUSED)
  }
  return refuseUnknown(answered)
}

async function ask(): Promise<Outcome> {
  const asking = await keepAsking()
  const challenge = await createChallenge(scopedTo({ identity: true }), { purpose: 'sign_in', boundTo: asking })
  return {
    message: NEEDS_SCRIPT,
    ceremony: { request: await requestOptions(challenge) },
  }
}

/** Who this is. A passkey that is chosen without a name says whose it is: the handle must be there, and fit its row. */
async function identify(db: IdentityDb, userId: string, answered: Answered<Assertion>) {
  const user = await lockUser(db, userId)
  if (!user?.emailVerified || user.disabledAt || !answered.response.response.userHandle) return null
  const passkey = await findPasskey(db, answered) // again, under the lock: it may have been removed, or just been used
  return passkey && (await proves(db, passkey, answered)) ? user : null
}

/** The browser may forget a passkey that nobody has here, unless it waits for its address to be proved. */
async function refuseUnknown({ response }: Answered<Assertion>): Promise<Outcome> {
  if (await isWaiting(scopedTo({ identity: true }), response.id))
    return { message: 'Verify your e-mail address first: open the link that we mailed you.' }
  return {
    message: PASSKEY_REFUSED,
    signal: { unknown: { rpID: relyingParty().id, credentialID: response.id } },
  }
}

async function noteRefused(userId: string, request: RequestInfo) {
  await inTransaction({ identity: true }, (db) =>
    noteSecurityEvent(db, { userId, action: 'session.refused', request, details: { method: 'passkey' } }),
  )
}
