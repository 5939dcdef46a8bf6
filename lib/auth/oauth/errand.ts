import { cookies } from 'next/headers'
import { z } from 'zod'
import { HANDSHAKE_LIFETIME } from '@/lib/parameters'
import { open, seal } from '@/lib/seal'
import { cookieOptions, handshakeCookie } from '../cookie-names'
import { safePath } from '../safe-path'
import { digest } from '../secrets'

/**
 * Why a browser was sent to a provider. It waits in that browser, sealed, and belongs to one `state`, so that an answer can
 * neither be used for another purpose nor for another attempt. Being signed in never turns a sign-in into a link.
 */
const schema = z.object({
  purpose: z.enum(['sign-in', 'link']),
  /** Whose account is linked, and in which session they asked for it. Nobody's when somebody signs in. */
  by: z.object({ userId: z.string(), sessionId: z.string() }).nullable(),
  provider: z.string(),
  /** Its digest: a `state` of Auth.js is long, and cookies are not. */
  state: z.string(),
  next: z.string(),
  expires: z.number(),
})

export type Errand = z.output<typeof schema>

const name = () => handshakeCookie('errand')
const sealedFor = 'handshake'

const briefly = (state: string) => Buffer.from(digest(state)).toString('base64url')

export async function keepErrand({ state, ...kept }: Omit<Errand, 'expires'>) {
  const errand: Errand = { ...kept, state: briefly(state), expires: Date.now() + HANDSHAKE_LIFETIME }
  const sealed = seal(JSON.stringify(errand), sealedFor)
  ;(await cookies()).set(name(), sealed, { ...cookieOptions(), maxAge: HANDSHAKE_LIFETIME / 1_000 })
}

/**
 * Takes it out of the browser. Null when this browser was not sent there, took too long, or comes back with another `state`;
 * an attempt that is under way survives that, as any site can send a browser here.
 */
export async function takeErrand(provider: string, state: string | null): Promise<Errand | null> {
  const jar = await cookies()
  const sealed = jar.get(name())?.value
  if (!sealed) return null
  let kept: Errand
  try {
    kept = schema.parse(JSON.parse(open(sealed, sealedFor)))
  } catch {
    return null
  }
  if (kept.provider !== provider || kept.state !== briefly(state ?? '') || kept.expires <= Date.now()) return null
  jar.delete({ name: name(), ...cookieOptions() })
  return { ...kept, next: safePath(kept.next, '') }
}
