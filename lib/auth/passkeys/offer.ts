import { cookies } from 'next/headers'
import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter } from '@/lib/db/scope'
import { PASSKEY_OFFER_SLEEP } from '@/lib/parameters'
import { cookieOptions, passkeyOfferCookie } from '../cookie-names'
import { isMethodOn } from '../methods'
import type { NewSession, SignInMethod } from '../sessions/session'

// “Sign in faster next time”: decided once, at sign-in, and kept in the browser, so that no page has to ask the database. The
// cookie proves nothing and opens nothing.

const offered: SignInMethod[] = ['password', 'link', 'code']

/** Beside `startSession`. */
export async function offerPasskey(method: SignInMethod, { isOpenToPasskey }: NewSession): Promise<void> {
  const wanted = offered.includes(method) && isMethodOn('passkey') && isOpenToPasskey
  if (wanted) (await cookies()).set(passkeyOfferCookie(), '1', cookieOptions())
  else await forgetOffer()
}

export async function isPasskeyOffered(): Promise<boolean> {
  // a cookie that the same request took away is there still, and empty
  return isMethodOn('passkey') && (await cookies()).get(passkeyOfferCookie())?.value === '1'
}

export async function forgetOffer(): Promise<void> {
  const jar = await cookies()
  if (jar.has(passkeyOfferCookie())) jar.delete({ name: passkeyOfferCookie(), ...cookieOptions() })
}

export const declinePasskeySchema = z.object({ answer: z.enum(['later', 'never'], 'Choose one of the answers.') })

/** “Not now” and “Don't ask again”. */
export async function declinePasskey(
  { db, user }: UserContext,
  { answer }: z.output<typeof declinePasskeySchema>,
): Promise<Outcome> {
  const never = new Date('9999-12-31T00:00:00Z')
  const passkeyOfferAfter = answer === 'never' ? never : new Date(Date.now() + PASSKEY_OFFER_SLEEP)
  await (await enter(db, { identity: true })).user.updateMany({ where: { id: user.id }, data: { passkeyOfferAfter } })
  return { ok: true, afterCommit: forgetOffer }
}
