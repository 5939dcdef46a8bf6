import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'

/** What a browser is to do next: use a passkey, or make one [WebAuthn L3 §5.1.8, §5.1.9]. */
export type Ceremony =
  | { request: PublicKeyCredentialRequestOptionsJSON }
  | { creation: PublicKeyCredentialCreationOptionsJSON }

/** [WebAuthn L3 §5.1.10] Ids and handles in base64url, as they travel. */
export type PasskeySignal = {
  unknown?: { rpID: string; credentialID: string }
  accepted?: { rpID: string; userID: string; allAcceptedCredentialIDs: string[] }
  details?: { rpID: string; userID: string; userName: string; userDisplayName: string }
}

/** Comes with the question, and is seen only where nothing answers it. */
export const NEEDS_SCRIPT = 'To use a passkey, switch JavaScript on.'
