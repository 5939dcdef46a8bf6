import type { AuditRequest } from '@/lib/access/audit'
import type { IdentityDb } from '@/lib/db/scope'
import { endMemberships } from './unproved-memberships'

export type LockedUser = {
  id: string
  email: string
  name: string
  emailVerified: Date | null
  disabledAt: Date | null
}

/** Fits no row: for doing the same work when there is nobody. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

// Two acts on one account take turns: the person's row first, then whatever belongs to it. Raw, as Prisma cannot lock.

/** Whose address this is, the primary one or a further one. `email` of what comes back is the primary one. As much work for nobody's. */
export async function lockUserByEmail(db: IdentityDb, email: string): Promise<LockedUser | null> {
  return lockUser(db, (await findUserId(db, email)) ?? NOBODY)
}

/** The same without a lock. An address is at most one person's: keep_addresses_apart() in the migrations. */
export async function findUserId(db: Pick<IdentityDb, '$queryRaw'>, email: string): Promise<string | null> {
  const [found] = await db.$queryRaw<{ id: string }[]>`
    select id from "User" where email = ${email} union all select "userId" from "EmailAddress" where email = ${email}`
  return found?.id ?? null
}

export async function lockUser(db: IdentityDb, id: string): Promise<LockedUser | null> {
  const [user] = await db.$queryRaw<LockedUser[]>`
    select id, email, name, "emailVerified", "disabledAt" from "User" where id = ${id}::uuid for no key update`
  return user ?? null
}

/** The same, if this is the hash of their password still: whoever replaces it meanwhile has been waited for. Both rows are locked, so both are read as they are then. */
export async function lockHolder(db: IdentityDb, id: string, hash: string): Promise<LockedUser | null> {
  const [user] = await db.$queryRaw<LockedUser[]>`
    select u.id, u.email, u.name, u."emailVerified", u."disabledAt" from "User" u join "Password" p on p."userId" = u.id
     where u.id = ${id}::uuid and p.hash = ${hash} for no key update of u, p`
  return user ?? null
}

/**
 * The person has proved the address of this account. An account that nobody had proved may hold what a stranger planted in
 * it, so everything but the person's own proof goes first: passwords, passkeys, the second factor, accounts at providers,
 * further addresses, sessions, devices, links, and memberships.
 */
export async function proveEmail(db: IdentityDb, user: LockedUser, request: AuditRequest): Promise<void> {
  if (user.emailVerified) return
  const userId = user.id
  await endMemberships(db, userId, request)
  await db.password.deleteMany({ where: { userId } })
  await db.passkey.deleteMany({ where: { userId } })
  await db.passkeyChallenge.deleteMany({ where: { userId } })
  await db.authenticatorApp.deleteMany({ where: { userId } })
  await db.recoveryCode.deleteMany({ where: { userId } })
  await db.account.deleteMany({ where: { userId } })
  await db.avatar.deleteMany({ where: { userId } })
  await db.dataExport.deleteMany({ where: { userId } })
  await db.emailAddress.deleteMany({ where: { userId } })
  await db.pendingSignIn.deleteMany({ where: { userId } })
  await db.session.deleteMany({ where: { userId } })
  await db.device.deleteMany({ where: { userId } })
  await db.token.deleteMany({ where: { userId, usedAt: null } })
  await db.user.updateMany({
    where: { id: userId },
    data: { emailVerified: new Date(), image: null, lastOrganizationId: null, passkeyOfferAfter: null },
  })
}
