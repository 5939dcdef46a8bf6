// `token.expires.signature`: the whole session cookie. The Edge and Node share this file; the database row stays the truth.

const encoder = new TextEncoder()
let key: Promise<CryptoKey> | undefined // lives as long as the process

function hmacKey() {
  key ??= crypto.subtle.importKey(
    'raw',
    encoder.encode(`session\0${process.env.AUTH_SECRET}`), // the Edge cannot load lib/env
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  )
  return key
}

/** base64url. */
export const toText = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
const toBytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

/** `token` is 32 random bytes in base64url; `expires` is in milliseconds since 1970. */
export async function signToken(token: string, expires: number) {
  return `${token}.${expires}.${toText(await crypto.subtle.sign('HMAC', await hmacKey(), encoder.encode(`${token}.${expires}`)))}`
}

/** The token of a genuine cookie that has not run out, or null. Says “looks signed in”, no more. */
export async function readToken(cookie: string | undefined) {
  const [, token, expires, signature] = /^([\w-]{43})\.(\d{13})\.([\w-]{43})$/.exec(cookie ?? '') ?? []
  if (!token || !signature || Number(expires) <= Date.now()) return null
  const genuine = await crypto.subtle.verify(
    'HMAC',
    await hmacKey(),
    toBytes(signature),
    encoder.encode(`${token}.${expires}`),
  )
  return genuine ? token : null
}
