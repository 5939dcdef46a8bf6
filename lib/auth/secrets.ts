import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { TOKEN_BYTES } from '@/lib/parameters'

/** 256 random bits in base64url: 43 characters. */
export function createSecret(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** What is stored of a secret with full entropy [ASVS V11.5.1]: no salt or slow hash is needed for 256 random bits. */
export function digest(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

/** For short codes: worthless without the second secret, which only the asking browser has. */
export function keyedDigest(code: string, secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', secret).update(code).digest())
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

// Crockford's alphabet without vowels: nothing to misread, no words
const alphabet = '23456789BCDFGHJKMNPQRSTVWXYZ'

/** What a person can type: 4.8 bits in each letter, 38 in eight. */
export function createCode(length = 8): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** As people type it: in small letters, with or without what stands between the groups. */
export function normalizeCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
