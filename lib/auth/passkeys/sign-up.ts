import { randomUUID } from 'node:crypto'
import type { Outcome } from '@/lib/access/perform'
import { inTransaction, scopedTo } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { keepAsking, readAsking } from '../asking'
import { isMethodOn, requireMethod } from '../methods'
import { createChallenge, PASSKEY_LATE, takeChallenge } from './challenges'
import { creationOptions, PASSKEY_NOT_MADE, verifyCreation } from './registration'
import { readCreation } from './response'
import { toWaiting, type WaitingPasskey } from './waiting'

type Given = { name: string; email: string; credential?: string }

/**
 * First asks for a passkey, then hands over the one that was made, for `signUp` to keep with the attempt. Nothing here looks
 * at whether the address has an account: the handle that the authenticator is told is a new one for everybody.
 */
export async function passkeyForSignUp({
  name,
  email,
  credential,
}: Given): Promise<{ ask: Outcome } | { passkey: WaitingPasskey }> {
  requireMethod('passkey')
  if (credential === undefined) return { ask: await ask({ name, email }) }
  const asking = await readAsking()
  const answered = readCreation(credential)
  if (!answered || !asking) throw new AppError('BAD_INPUT', PASSKEY_NOT_MADE)
  // by itself, so that it is used up whatever follows
  const taken = await inTransaction({ identity: true }, (db) =>
    takeChallenge(db, answered.challenge, { purpose: 'sign_up', boundTo: asking }),
  )
  if (!taken?.handle) throw new AppError('BAD_INPUT', PASSKEY_LATE)
  const made = await verifyCreation(answered)
  if (!made) throw new AppError('BAD_INPUT', PASSKEY_NOT_MADE)
  return { passkey: toWaiting(made, taken.handle) }
}

async function ask({ name, email }: Pick<Given, 'name' | 'email'>): Promise<Outcome> {
  const handle = randomUUID()
  const boundTo = await keepAsking()
  const challenge = await createChallenge(scopedTo({ identity: true }), { purpose: 'sign_up', boundTo, handle })
  return {
    message: isMethodOn('password')
      ? 'To make a passkey, switch JavaScript on, or choose a password.'
      : 'To make a passkey, switch JavaScript on.', // seen only where nothing answers the ceremony
    values: { name, email },
    ceremony: { creation: await creationOptions(challenge, { handle, email, name }) },
  }
}
