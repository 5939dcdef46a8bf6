import type { IdentityDb } from '@/lib/db/scope'
import { mailTransport } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { isMethodOn } from './methods'
import { findProviderOf } from './oauth/providers'
import { lockUser } from './people'

/** One of the ways in which this person can sign in: `passkey:` and its row's id, `account:` as `accountKey` says. */
export type WayIn = 'password' | 'mailbox' | `passkey:${string}` | `account:${string}`

export const accountKey = (issuer: string, subject: string): WayIn => `account:${issuer} ${subject}`

/**
 * What would let this person in today: a password, each passkey, and each account at a provider, as far as the method is
 * switched on and the provider has its keys; and their mailbox, when sign-in links are on and mail leaves. An
 * authenticator app and recovery codes are no way in: they are asked for after one.
 */
export async function listWaysIn(db: IdentityDb, userId: string): Promise<WayIn[]> {
  const user = await db.user.findFirst({
    where: { id: userId },
    relationLoadStrategy: 'join',
    select: {
      password: { select: { userId: true } },
      passkeys: { select: { id: true } },
      accounts: { select: { provider: true, providerAccountId: true } },
    },
  })
  if (!user) return []
  const ways: WayIn[] = []
  if (user.password && isMethodOn('password')) ways.push('password')
  if (isMethodOn('passkey')) ways.push(...user.passkeys.map(({ id }): WayIn => `passkey:${id}`))
  for (const { provider, providerAccountId } of user.accounts)
    if (findProviderOf(provider)) ways.push(accountKey(provider, providerAccountId))
  if (isMethodOn('link') && mailTransport !== 'none') ways.push('mailbox')
  return ways
}

export const LAST_WAY_IN = 'This is your last way to sign in. Add another one first.'

/**
 * Before a way in is removed: throws unless another one is left. Nobody can lock themself out, and two removals at the same
 * moment take turns, as the person's row is locked here.
 */
export async function requireAnotherWayIn(db: IdentityDb, userId: string, leaving: WayIn): Promise<void> {
  await lockUser(db, userId)
  const left = (await listWaysIn(db, userId)).filter((way) => way !== leaving)
  if (left.length === 0) throw new AppError('CONFLICT', LAST_WAY_IN)
}
