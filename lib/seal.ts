import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

// AES-256-GCM for what must be read again: tokens in job payloads, TOTP seeds, provider tokens. (What only has to be
// recognized is kept as a digest instead.) A sealed value reads `v1.<key id>.<base64url of nonce, ciphertext and tag>`.

const VERSION = 'v1'
const NONCE = 12
const TAG = 16

/** Seals with the first secret; opens what any of them has sealed, so that a secret can be replaced without losing a row. */
export function sealer(secrets: [string, ...string[]]) {
  const [first, ...previous] = secrets
  const newest = deriveKey(first)
  const keys = [newest, ...previous.map(deriveKey)]

  return {
    seal(plain: string, purpose: string) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce, { authTagLength: TAG })
      cipher.setAAD(aad(newest.id, purpose))
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${newest.id}.${sealed.toString('base64url')}`
    },

    open(sealed: string, purpose: string) {
      const [version, id, body, ...rest] = sealed.split('.')
      if (version !== VERSION || !id || !body || rest.length > 0) throw new Error('This is not a sealed value.')
      const key = keys.find((candidate) => candidate.id === id)?.key
      if (!key) throw new Error(`This was sealed with a secret that is not here any more (key ${id}).`)
      const bytes = Buffer.from(body, 'base64url')
      if (bytes.length < NONCE + TAG) throw new Error('This sealed value is cut off.')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(aad(id, purpose))
      decipher.setAuthTag(bytes.subarray(-TAG))
      return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** The purpose says what and whose it is (`mail:<id>`): a sealed value that was moved to another row opens for nobody. */
export function seal(plain: string, purpose: string) {
  return own().seal(plain, purpose)
}

/** Throws when the value was altered, sealed for another purpose, or sealed with an unknown secret. */
export function open(sealed: string, purpose: string) {
  return own().open(sealed, purpose)
}

let current: ReturnType<typeof sealer> | undefined

function own() {
  current ??= sealer([env.AUTH_SECRET, ...(env.AUTH_SECRET_PREVIOUS ? [env.AUTH_SECRET_PREVIOUS] : [])])
  return current
}

function deriveKey(secret: string) {
  return {
    key: Buffer.from(hkdfSync('sha256', secret, '', `seal ${VERSION} key`, 32)),
    id: Buffer.from(hkdfSync('sha256', secret, '', `seal ${VERSION} key id`, 6)).toString('hex'),
  }
}

function aad(keyId: string, purpose: string) {
  return Buffer.from(`${VERSION}.${keyId}.${purpose}`)
}
