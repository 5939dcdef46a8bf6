import { cookies } from 'next/headers'
import { z } from 'zod'
import type { IdentityDb } from '@/lib/db/scope'
import { VERIFY_EMAIL_LIFETIME } from '@/lib/parameters'
import { open, seal } from '@/lib/seal'
import { cookieOptions, handshakeCookie } from '../cookie-names'
import { linkIdentity } from './linking'
import { findProviderOf } from './providers'

// A provider that has not checked an address vouches for the person, not for the address: linked at once, a stranger's
// identity would sit in an account that the address's owner proves later. So it waits in the browser that brought it.

const waiting = z.object({
  email: z.string(),
  identity: z.object({
    type: z.enum(['oidc', 'oauth']),
    issuer: z.string(),
    subject: z.string(),
    label: z.string().nullable(),
  }),
})

const name = () => handshakeCookie('identity')
const sealedFor = 'waiting identity'

export async function keepWaitingIdentity(given: z.input<typeof waiting>) {
  const sealed = seal(JSON.stringify(waiting.parse(given)), sealedFor)
  ;(await cookies()).set(name(), sealed, { ...cookieOptions(), maxAge: VERIFY_EMAIL_LIFETIME / 1_000 })
}

export async function forgetWaitingIdentity() {
  const jar = await cookies()
  if (jar.has(name())) jar.delete({ name: name(), ...cookieOptions() })
}

/**
 * For the browser that asked, when the mail that a provider's visit caused has just proved this address, in the same
 * transaction. Answers which provider it was, if one is linked now.
 */
export async function linkWaitingIdentity(db: IdentityDb, user: { id: string; email: string }): Promise<string | null> {
  const jar = await cookies()
  const sealed = jar.get(name())?.value
  if (!sealed) return null
  let kept: z.output<typeof waiting>
  try {
    kept = waiting.parse(JSON.parse(open(sealed, sealedFor)))
  } catch {
    return null
  }
  if (kept.email !== user.email) return null
  jar.delete({ name: name(), ...cookieOptions() })
  const { issuer: provider, subject: providerAccountId } = kept.identity
  const taken = await db.account.findFirst({ where: { provider, providerAccountId }, select: { userId: true } })
  if (taken) return null
  await linkIdentity(db, user.id, kept.identity)
  return findProviderOf(provider)?.id ?? null
}
