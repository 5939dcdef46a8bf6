import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import type { IdentityDb } from '@/lib/db/scope'
import { PASSKEY_CHALLENGE_LIFETIME } from '@/lib/parameters'
import { handleOf } from './handle'
import { relyingParty } from './relying-party'
import type { Answered, Assertion } from './response'

type Bytes = Uint8Array<ArrayBuffer>

/** Without `allow` whoever holds a passkey of this host may answer: the same question for every visitor. */
export function requestOptions(
  challenge: Bytes,
  allow?: { credentialId: Bytes; transports: string[] }[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge,
    timeout: PASSKEY_CHALLENGE_LIFETIME,
    // a passkey stands for two factors here, so its holder is always verified [NIST SP 800-63B-4 §3.1.7]
    userVerification: 'required',
    allowCredentials: allow?.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports,
    })),
  })
}

const stored = {
  id: true,
  userId: true,
  publicKey: true,
  counter: true,
  backupEligible: true,
  user: { select: { passkeyHandle: true } },
} as const

/** The passkey that an answer speaks of, not yet believed. */
export function findPasskey(db: Pick<IdentityDb, 'passkey'>, { response }: Answered<Assertion>) {
  const credentialId = new Uint8Array(Buffer.from(response.id, 'base64url'))
  return db.passkey.findFirst({ where: { credentialId }, select: stored })
}

type StoredPasskey = NonNullable<Awaited<ReturnType<typeof findPasskey>>>

/**
 * Whether this passkey signed this challenge for this site, by its owner, verified by the authenticator; then its use is noted.
 * The challenge must have been taken, and the person's row be locked: two answers at once take turns at the counter.
 */
export async function proves(
  db: IdentityDb,
  passkey: StoredPasskey,
  { response, challenge }: Answered<Assertion>,
): Promise<boolean> {
  const { userHandle } = response.response
  if (userHandle && userHandle !== handleOf(passkey.user.passkeyHandle)) return false
  const verified = await verify(passkey, response, challenge)
  if (!verified) return false
  const { newCounter, credentialDeviceType, credentialBackedUp } = verified
  const backupEligible = credentialDeviceType === 'multiDevice'
  if (backupEligible !== passkey.backupEligible) return false // it never changes [WebAuthn L3 §7.2 step 18]
  if (isClone(passkey, newCounter)) return false
  await db.passkey.updateMany({
    where: { id: passkey.id },
    data: { counter: newCounter, backedUp: credentialBackedUp, lastUsedAt: new Date() },
  })
  return true
}

async function verify({ publicKey }: StoredPasskey, response: Assertion, challenge: Bytes) {
  const { id, origin } = relyingParty()
  const { userHandle, ...answer } = response.response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...response,
        response: { ...answer, userHandle: userHandle ?? undefined },
        clientExtensionResults: {},
      },
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: id,
      expectedType: 'webauthn.get',
      requireUserVerification: true,
      // the library takes every counter that stands still for a clone; which ones may is decided below
      credential: { id: response.id, publicKey, counter: 0 },
    })
    return verified ? authenticationInfo : null
  } catch {
    return null // it throws whatever does not fit
  }
}

/**
 * A key that never leaves its device counts every use: one that counts backwards, or not on, is a copy [WebAuthn L3 §6.1.1].
 * Synced passkeys are copies by design, and do not count, or each device by itself.
 */
const isClone = ({ counter, backupEligible }: StoredPasskey, now: number) =>
  !backupEligible && (counter > 0n || now > 0) && BigInt(now) <= counter
