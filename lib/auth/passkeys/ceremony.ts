import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'

/** What a browser is to do next: use a passkey, or make one [WebAuthn L3 §5.1.8, §5.1.9]. */
export type Ceremony =
  | { request: PublicKeyCredentialRequestOptionsJSON }
  | { creation: PublicKeyCredentialCreationOptionsJSON }
