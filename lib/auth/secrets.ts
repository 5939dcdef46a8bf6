import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
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
export const codeAlphabet = '23456789BCDFGHJKMNPQRSTVWXYZ'

/** Eight characters that a person can type: 38 bits. */
export function createCode(): string {
  let code = ''
  while (code.length < 8) {
    for (const byte of randomBytes(16))
      if (byte < 252 && code.length < 8) code += codeAlphabet[byte % codeAlphabet.length]
  }
  return code
}
