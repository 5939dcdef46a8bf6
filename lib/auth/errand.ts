import { cookies } from 'next/headers'
import { z } from 'zod'
import { HANDSHAKE_LIFETIME } from '@/lib/parameters'
import { open, seal } from '@/lib/seal'
import { cookieOptions, handshakeCookie } from './cookie-names'
import { safePath } from './safe-path'

/**
 * Why a browser was sent to a provider. It waits in that browser, sealed, and belongs to one `state`, so that an answer can
 * neither be used for another purpose nor for another attempt. Being signed in never turns a sign-in into a link.
 */
const errand = z.object({
  purpose: z.enum(['sign-in']),
  provider: z.string(),
  state: z.string(),
  next: z.string(),
  expires: z.number(),
})

export type Errand = z.output<typeof errand>

const name = () => handshakeCookie('errand')
const sealedFor = 'handshake'

export async function keepErrand(kept: Omit<Errand, 'expires'>) {
  const sealed = seal(JSON.stringify({ ...kept, expires: Date.now() + HANDSHAKE_LIFETIME }), sealedFor)
  ;(await cookies()).set(name(), sealed, { ...cookieOptions(), maxAge: HANDSHAKE_LIFETIME / 1_000 })
}

/** Takes it out of the browser. Null when this browser was not sent there, took too long, or comes back with another `state`. */
export async function takeErrand(provider: string, state: string | null): Promise<Errand | null> {
  const jar = await cookies()
  const sealed = jar.get(name())?.value
  jar.delete({ name: name(), ...cookieOptions() })
  if (!sealed) return null
  let kept: Errand
  try {
    kept = errand.parse(JSON.parse(open(sealed, sealedFor)))
  } catch {
    return null
  }
  if (kept.provider !== provider || kept.state !== state || kept.expires <= Date.now()) return null
  return { ...kept, next: safePath(kept.next) }
}
