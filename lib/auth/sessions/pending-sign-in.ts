import { cookies } from 'next/headers'
import { type IdentityDb, scopedTo } from '@/lib/db/scope'
import { PENDING_SIGN_IN_LIFETIME } from '@/lib/parameters'
import { cookieOptions, pendingCookie } from '../cookie-names'
import { createSecret, digest } from '../secrets'
import { isSecret } from '../tokens'
import type { SignInMethod } from './session'

// Between the first factor and the second. Whoever is here is nobody yet: no page, action or handler but the second step
// knows this cookie.

export type NewPendingSignIn = { token: string; expiresAt: Date }

/** Set nothing in the browser yet: `startPendingSignIn` after the commit. */
export async function createPendingSignIn(
  db: IdentityDb,
  pending: { userId: string; method: SignInMethod; next: string | null },
): Promise<NewPendingSignIn> {
  const token = createSecret()
  const expiresAt = new Date(Date.now() + PENDING_SIGN_IN_LIFETIME)
  await db.pendingSignIn.create({ data: { ...pending, tokenDigest: digest(token), expiresAt }, select: { id: true } })
  return { token, expiresAt }
}

export async function startPendingSignIn({ token }: NewPendingSignIn) {
  const options = { ...cookieOptions(), maxAge: PENDING_SIGN_IN_LIFETIME / 1_000 }
  ;(await cookies()).set(pendingCookie(), token, options)
}

export async function readPendingToken(): Promise<string | null> {
  const token = (await cookies()).get(pendingCookie())?.value
  return isSecret(token) ? token : null
}

/** Whose second step this browser is at, if any. */
export async function findPendingSignIn() {
  const token = await readPendingToken()
  if (!token) return null
  return scopedTo({ identity: true }).pendingSignIn.findFirst({
    where: { tokenDigest: digest(token), expiresAt: { gt: new Date() }, user: { disabledAt: null } },
    select: { id: true, userId: true, method: true, next: true, tries: true },
  })
}

/** Finished, or given up. */
export async function endPendingSignIn() {
  const token = await readPendingToken()
  if (token) await scopedTo({ identity: true }).pendingSignIn.deleteMany({ where: { tokenDigest: digest(token) } })
  ;(await cookies()).delete({ name: pendingCookie(), ...cookieOptions() })
}
