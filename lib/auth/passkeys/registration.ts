import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import { PASSKEY_CHALLENGE_LIFETIME } from '@/lib/parameters'
import { handleBytes } from './handle'
import { relyingParty } from './relying-party'
import type { Answered, Creation } from './response'

export const PASSKEY_NOT_MADE = "We couldn't use that passkey. Please try again."

type Bytes = Uint8Array<ArrayBuffer>

type Wanted = {
  handle: string
  email: string
  name: string
  /** What this person has already: an authenticator makes no second one for the same account. */
  exclude?: { credentialId: Bytes; transports: string[] }[]
}

/** A passkey that can be chosen without a name and verifies its holder. Which make of device it is nobody has to prove. */
export function creationOptions(
  challenge: Bytes,
  { handle, email, name, exclude = [] }: Wanted,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { id, name: rpName } = relyingParty()
  return generateRegistrationOptions({
    rpID: id,
    rpName,
    userID: new Uint8Array(handleBytes(handle)),
    userName: email,
    userDisplayName: name,
    challenge,
    timeout: PASSKEY_CHALLENGE_LIFETIME,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: exclude.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports,
    })),
  })
}

/** A passkey as its row holds it. */
export type NewPasskey = {
  credentialId: Bytes
  publicKey: Bytes
  counter: number
  transports: string[]
  aaguid: string
  backupEligible: boolean
  backedUp: boolean
}

/** The passkey that was made for this challenge on this site, its maker verified; null for anything else. */
export async function verifyCreation({ response, challenge }: Answered<Creation>): Promise<NewPasskey | null> {
  const { id, origin } = relyingParty()
  try {
    refuseCertificates(response)
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: id,
      expectedType: 'webauthn.create',
      requireUserVerification: true,
    })
    if (!verified) return null
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    if (credential.id !== response.id) return null
    return {
      credentialId: new Uint8Array(Buffer.from(credential.id, 'base64url')),
      publicKey: new Uint8Array(credential.publicKey),
      counter: credential.counter,
      transports: response.response.transports ?? [],
      aaguid,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    }
  } catch {
    return null // it throws whatever does not fit
  }
}

/**
 * None were asked for. Some authenticators sign with their own key all the same; a chain of certificates is another matter: to
 * check it the library would fetch addresses that the sender chose.
 */
function refuseCertificates({ response }: Creation) {
  const statement = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')))
  const format = statement.get('fmt')
  if (format !== 'none' && !(format === 'packed' && !statement.get('attStmt').get('x5c')))
    throw new Error(`An attestation of the kind ${format} was not asked for.`)
}
