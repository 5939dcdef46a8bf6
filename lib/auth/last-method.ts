import { cookies } from 'next/headers'
import { DEVICE_LIFETIME } from '@/lib/parameters'
import { cookieOptions, lastMethodCookie } from './cookie-names'
import type { SignInMethod } from './session'

/** How somebody last signed in here, for the “Last used” badge: the method, never the address. Proves nothing. */
export async function readLastMethod(): Promise<string | null> {
  return (await cookies()).get(lastMethodCookie())?.value ?? null
}

/** Beside `startSession`. */
export async function rememberMethod(method: SignInMethod) {
  ;(await cookies()).set(lastMethodCookie(), method, { ...cookieOptions(), maxAge: DEVICE_LIFETIME / 1_000 })
}
