import { randomUUID } from 'node:crypto'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { VERIFY_EMAIL_LIFETIME } from '@/lib/parameters'
import { open, seal } from '@/lib/seal'
import { askedCookie, askingCookie, cookieOptions } from './cookie-names'
import { createSecret } from './secrets'

const asked = z.object({ email: z.string(), challenge: z.uuid() })

/** What this browser asked for last. The same cookie whether or not the address has an account. */
export type Asked = z.infer<typeof asked>

/** The secret of a browser that asked for a mail: what was mailed is worth most, or anything, in this browser only. */
export async function readAsking(): Promise<string | null> {
  const secret = (await cookies()).get(askingCookie())?.value
  return secret && /^[\w-]{43}$/.test(secret) ? secret : null
}

export async function readOrCreateAsking(): Promise<string> {
  return (await readAsking()) ?? createSecret()
}

/** For what is asked of this browser without a mail: its secret, put into the browser if it had none. */
export async function keepAsking(): Promise<string> {
  const kept = await readAsking()
  if (kept) return kept
  const asking = createSecret()
  ;(await cookies()).set(askingCookie(), asking, { ...cookieOptions(), maxAge: VERIFY_EMAIL_LIFETIME / 1_000 })
  return asking
}

/** `challenge` is the mailed token's id; an address without an account gets one that fits nothing. */
export async function rememberAsked(asking: string, email: string, challenge: string = randomUUID()): Promise<void> {
  const jar = await cookies()
  jar.set(askingCookie(), asking, { ...cookieOptions(), maxAge: VERIFY_EMAIL_LIFETIME / 1_000 })
  const sealed = seal(JSON.stringify({ email, challenge } satisfies Asked), 'asked')
  jar.set(askedCookie(), sealed, { ...cookieOptions(), maxAge: 60 * 60 })
}

/** The address is sealed, and forgotten within the hour: the next person at this browser does not read it in the cookie. */
export async function readAsked(): Promise<Asked | null> {
  const sealed = (await cookies()).get(askedCookie())?.value
  if (!sealed) return null
  try {
    return asked.parse(JSON.parse(open(sealed, 'asked')))
  } catch {
    return null // altered, or sealed with a secret that is gone: as if nothing had been asked
  }
}

export async function forgetAsked(): Promise<void> {
  ;(await cookies()).delete({ name: askedCookie(), ...cookieOptions() })
}
