import { z } from 'zod'
import { type IdentityDb, scopedTo } from '@/lib/db/scope'
import { CODE_TRIES } from '@/lib/parameters'
import type { WaitingPasskey } from './passkeys/waiting'
import { type LockedUser, lockUser, NOBODY } from './people'
import { createSecret, digest, isEqual } from './secrets'

export const tokenSchema = z.object({ token: z.string('This link is not complete.') })

export const LINK_IS_OVER = 'This link does not work any more: it was used, or its time is over.'

type Purpose = 'verify_email' | 'sign_in_link' | 'reset_password' | 'step_up' | 'add_email' | 'undo_email_change'
type Bytes = Uint8Array<ArrayBuffer>

type NewToken = {
  purpose: Purpose
  user: { id: string; email: string }
  lifetime: number
  browserDigest?: Bytes | null
  codeDigest?: Bytes
  passwordHash?: string | null
  passkey?: WaitingPasskey | null
  name?: string | null
  next?: string | null
}

/** The secret leaves in a mail; what stays is its digest. */
export async function createToken(db: IdentityDb, { user, lifetime, passkey, ...token }: NewToken) {
  const secret = createSecret()
  const expiresAt = new Date(Date.now() + lifetime)
  const { id } = await db.token.create({
    data: {
      ...token,
      passkey: passkey ?? undefined,
      userId: user.id,
      email: user.email,
      digest: digest(secret),
      expiresAt,
    },
    select: { id: true },
  })
  return { id, secret, expiresAt }
}

/** For an address that gets none: as much work as `createToken`, so that the time tells nobody. */
export async function createNoToken(db: IdentityDb): Promise<void> {
  await db.token.updateMany({ where: { userId: NOBODY }, data: { usedAt: new Date() } })
}

/** What a page says of a mailed secret. Uses nothing up: mail scanners open every link. */
export async function findToken(purpose: Purpose, secret: unknown, asking: string | null) {
  if (!isSecret(secret)) return null
  const found = await scopedTo({ identity: true }).token.findFirst({
    where: { purpose, digest: digest(secret), usedAt: null, expiresAt: { gt: new Date() }, user: { disabledAt: null } },
    select: {
      userId: true,
      email: true,
      createdAt: true,
      browserDigest: true,
      next: true,
      user: { select: { name: true, email: true, emailAddresses: { select: { email: true } } } },
    },
  })
  if (!found) return null
  const addresses = [found.user.email, ...found.user.emailAddresses.map(({ email }) => email)]
  if (!addresses.includes(found.email)) return null // it was mailed to an address that is not theirs any more
  const { browserDigest, user, ...token } = found
  const here = asking !== null && browserDigest !== null && isEqual(browserDigest, digest(asking))
  return { ...token, here, name: user.name }
}

export type UsedToken = {
  id: string
  browserDigest: Bytes | null
  passwordHash: string | null
  /** As lib/auth/passkeys/waiting.ts keeps it. */
  passkey: unknown
  name: string | null
  next: string | null
}

export type UsedSecret = { token: UsedToken; user: LockedUser }

/**
 * Uses a mailed secret up, once: of many tries at the same time one gets it, and everybody else null. The person's row is
 * locked first. `browser`: only for the browser that asked.
 */
export async function consumeToken(
  db: IdentityDb,
  purpose: Purpose,
  secret: unknown,
  browser?: Bytes,
): Promise<UsedSecret | null> {
  if (!isSecret(secret)) return null
  const known = await db.token.findFirst({ where: { purpose, digest: digest(secret) }, select: { userId: true } })
  const user = known && (await lockUser(db, known.userId))
  if (!user || user.disabledAt) return null
  const [token] = await db.$queryRaw<UsedToken[]>`
    update "Token" set "usedAt" = now()
     where digest = ${digest(secret)} and purpose = ${purpose}::"TokenPurpose" and (email = ${user.email} or email in (select email from "EmailAddress" where "userId" = ${user.id}::uuid))
       and "usedAt" is null and "expiresAt" > now()
       and (${browser ?? null}::bytea is null or "browserDigest" = ${browser ?? null}::bytea)
    returning id, "browserDigest", "passwordHash", passkey, name, next`
  return token ? { token, user } : null
}

type MailedCode = {
  purpose: 'sign_in_link' | 'step_up'
  challenge: string
  browserDigest: Bytes
  codeDigest: Bytes
}

/** The same for the code of a mail, at most five times: a wrong one counts, so let the transaction commit. */
export async function consumeCode(
  db: IdentityDb,
  { purpose, challenge, browserDigest, codeDigest }: MailedCode,
): Promise<UsedSecret | null> {
  const where = { id: challenge, purpose }
  const known = await db.token.findFirst({ where, select: { userId: true } })
  // a challenge that was made up for an address without an account costs the same
  const user = await lockUser(db, known?.userId ?? NOBODY)
  const here = user && !user.disabledAt ? user : { id: NOBODY, email: '' }
  const [token] = await db.$queryRaw<(UsedToken & { usedAt: Date | null })[]>`
    update "Token" set tries = tries + 1, "usedAt" = case when "codeDigest" = ${codeDigest} then now() end
     where id = ${challenge}::uuid and purpose = ${purpose}::"TokenPurpose" and "browserDigest" = ${browserDigest}
       and (email = ${here.email} or email in (select email from "EmailAddress" where "userId" = ${here.id}::uuid))
       and "usedAt" is null and "expiresAt" > now() and tries < ${CODE_TRIES.perChallenge}
    returning id, "browserDigest", "passwordHash", passkey, name, next, "usedAt"`
  return token?.usedAt && user ? { token, user } : null
}

export function isSecret(secret: unknown): secret is string {
  return typeof secret === 'string' && /^[\w-]{43}$/.test(secret)
}
