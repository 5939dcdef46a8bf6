import { cookies } from 'next/headers'
import { DEVICE_LIFETIME } from '@/lib/parameters'
import { cookieOptions, lastMethodCookie } from './cookie-names'
import { isMethodOn } from './methods'
import type { SignInMethod } from './sessions/session'

/** How somebody last signed in here, for the “Last used” badge: the method, never the address. Proves nothing. */
export async function readLastMethod(): Promise<string | null> {
  const last = (await cookies()).get(lastMethodCookie())?.value
  return last && isMethodOn(listed(last)) ? last : null
}

/** The name on the list of methods. Who signed up by mail comes back with what is typed beside their address. */
function listed(method: string) {
  if (method === 'code') return 'link'
  if (method === 'sign-up') return isMethodOn('password') ? 'password' : 'link'
  return method.replace(/^oauth:/, '')
}

/** Beside `startSession`. */
export async function rememberMethod(method: SignInMethod) {
  ;(await cookies()).set(lastMethodCookie(), method, { ...cookieOptions(), maxAge: DEVICE_LIFETIME / 1_000 })
}
