import { type IdentityDb, scopedTo } from '@/lib/db/scope'
import { lockUser } from '../people'
import { findPasskey, proves, requestOptions } from './assertion'
import { createChallenge, takeChallenge } from './challenges'
import { readAssertion } from './response'

type Asked = {
  purpose: 'second_factor' | 'step_up'
  userId: string
  /** The id of the half sign-in, or of the session, that this browser's cookie leads to. */
  boundTo: string
}

/** Asks somebody who is known already for one of their passkeys: the `ceremony` of an action's answer. Null without any. */
export async function beginPasskeyProof(asked: Asked) {
  const db = scopedTo({ identity: true })
  const passkeys = await db.passkey.findMany({
    where: { userId: asked.userId },
    select: { credentialId: true, transports: true },
  })
  if (passkeys.length === 0) return null
  return { request: await requestOptions(await createChallenge(db, asked), passkeys) }
}

/**
 * Whether the browser's answer (the field `credential`) proves this person. Locks their row. The challenge is used up with
 * the commit also when it is false, so answer with a message instead of throwing.
 */
export async function verifyPasskeyProof(
  db: IdentityDb,
  { response, ...asked }: Asked & { response: unknown },
): Promise<boolean> {
  const answered = readAssertion(response)
  if (!answered || !(await takeChallenge(db, answered.challenge, asked))) return false
  const user = await lockUser(db, asked.userId)
  if (!user || user.disabledAt) return false
  const passkey = await findPasskey(db, answered)
  return passkey !== null && passkey.userId === user.id && proves(db, passkey, answered)
}
