import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import type { ActionState } from '@/lib/access/action-state'
import { type Cbor, cbor } from './cbor'
import { environment } from './environment'

type Ceremony = NonNullable<ActionState['ceremony']>
export type RequestOptions = Extract<Ceremony, { request: unknown }>['request']
export type CreationOptions = Extract<Ceremony, { creation: unknown }>['creation']

/** What this device says otherwise than a good one and an honest browser would. */
type Twist = {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  crossOrigin?: boolean
  verified?: boolean
  userHandle?: string | null
  counter?: number
  backupEligible?: boolean
  certificates?: boolean
}

type Device = { synced?: boolean; aaguid?: string; counts?: boolean }

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest()
const usual = () => ({ origin: environment.APP_URL, rpId: new URL(environment.APP_URL).hostname })

/**
 * An authenticator and the browser in front of it, in software: real ES256 keys, COSE and CBOR, real signatures
 * [WebAuthn L3 §6]. `create` and `get` answer what a browser posts as `credential`.
 */
export class Authenticator {
  readonly id = randomBytes(32)
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  private handle: string | null = null
  counter = 0

  constructor(readonly device: Device = {}) {}

  /** The row of a passkey of this device, as if it had been made by that person. */
  madeFor(handle: string) {
    this.handle = b64(Buffer.from(handle.replaceAll('-', ''), 'hex'))
    const { synced = true, aaguid = randomUUID() } = this.device
    return { credentialId: this.id, publicKey: cose(this.keys.publicKey), counter: this.counter, synced, aaguid }
  }

  create(options: CreationOptions, twist: Twist = {}): string {
    this.handle = options.user.id
    const { synced = true, aaguid = randomUUID() } = this.device
    const credential = Buffer.concat([
      Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
      Buffer.from([0, this.id.length]),
      this.id,
      cose(this.keys.publicKey),
    ])
    const authData = Buffer.concat([this.data(twist, 0x40), credential])
    const attestation = new Map<string, Cbor>([
      ['fmt', twist.certificates ? 'packed' : 'none'],
      ['attStmt', new Map<string, Cbor>(twist.certificates ? [['x5c', this.id]] : [])],
      ['authData', authData],
    ])
    return this.answer({
      clientDataJSON: b64(clientData('webauthn.create', options.challenge, twist)),
      attestationObject: b64(cbor(attestation)),
      transports: synced ? ['internal', 'hybrid'] : ['usb'],
    })
  }

  get(options: RequestOptions, twist: Twist = {}): string {
    if (this.device.counts) this.counter++
    const client = clientData('webauthn.get', options.challenge, twist)
    const authData = this.data(twist, 0)
    const { userHandle = this.handle } = twist
    return this.answer({
      clientDataJSON: b64(client),
      authenticatorData: b64(authData),
      signature: b64(sign('sha256', Buffer.concat([authData, sha256(client)]), this.keys.privateKey)),
      ...(userHandle && { userHandle }),
    })
  }

  private data({ rpId = usual().rpId, verified = true, counter = this.counter, ...twist }: Twist, more: number) {
    const synced = twist.backupEligible ?? this.device.synced ?? true
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const flags = 0x01 | (verified ? 0x04 : 0) | (synced ? 0x18 : 0) | more
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count])
  }

  private answer(response: Record<string, unknown>) {
    const id = b64(this.id)
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} })
  }
}

function clientData(type: string, challenge: string, twist: Twist) {
  const { origin = usual().origin, crossOrigin = false } = twist
  return Buffer.from(
    JSON.stringify({ type: twist.type ?? type, challenge: twist.challenge ?? challenge, origin, crossOrigin }),
  )
}

/** EC2, ES256, P-256 [RFC 9053 §7.1.1]. */
function cose(key: KeyObject) {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const coordinates = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')] as const
  return cbor(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinates[0]],
      [-3, coordinates[1]],
    ]),
  )
}
