import { randomBytes } from 'node:crypto'
import type { IdentityDb } from '@/lib/db/scope'
import { PASSKEY_CHALLENGE_BYTES, PASSKEY_CHALLENGE_LIFETIME } from '@/lib/parameters'
import { digest } from '../secrets'

export type Purpose = 'sign_in' | 'sign_up' | 'add' | 'second_factor' | 'step_up'

export const PASSKEY_LATE = 'That took too long, or was used already. Please try again.'

type Bytes = Uint8Array<ArrayBuffer>

/** Who may answer: `boundTo` is what only the asking browser leads to (its secret, or the id of its session or half sign-in). */
export type Asker = { purpose: Purpose; boundTo: string; userId?: string }

/** What an authenticator is to sign [WebAuthn L3 §13.4.3]. `handle`: the user handle that a new account's authenticator is told. */
export async function createChallenge(
  db: Pick<IdentityDb, 'passkeyChallenge'>,
  { boundTo, ...asker }: Asker & { handle?: string },
): Promise<Bytes> {
  const challenge = new Uint8Array(randomBytes(PASSKEY_CHALLENGE_BYTES))
  const expiresAt = new Date(Date.now() + PASSKEY_CHALLENGE_LIFETIME)
  await db.passkeyChallenge.create({
    data: { ...asker, challenge, boundTo: digest(boundTo), expiresAt },
    select: { id: true },
  })
  return challenge
}

/**
 * Takes the challenge away before the answer to it is looked at, whatever comes of it: of many answers at the same moment
 * one gets it. Null when it was never asked, of somebody else, for something else, too long ago, or already answered. Let the
 * transaction commit also when the answer is wrong: answer with a message, do not throw.
 */
export async function takeChallenge(
  db: Pick<IdentityDb, '$queryRaw'>,
  challenge: Bytes,
  { purpose, boundTo, userId }: Asker,
): Promise<{ handle: string | null } | null> {
  const [taken] = await db.$queryRaw<{ handle: string | null }[]>`
    delete from "PasskeyChallenge"
     where challenge = ${challenge} and purpose = ${purpose}::"PasskeyPurpose" and "boundTo" = ${digest(boundTo)}
       and "userId" is not distinct from ${userId ?? null}::uuid and "expiresAt" > now()
    returning handle`
  return taken ?? null
}
