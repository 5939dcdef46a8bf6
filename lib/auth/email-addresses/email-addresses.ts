import { z } from 'zod'
import type { AuditRequest } from '@/lib/access/audit'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter, type IdentityDb, scopedTo } from '@/lib/db/scope'
import { emailAddress, id } from '@/lib/domain/strings'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ADD_EMAIL_LIFETIME, ADDRESSES_PER_USER } from '@/lib/parameters'
import { mailNothing, requireMailAllowance } from '../mail-limits'
import { lockUser } from '../people'
import { digest } from '../secrets'
import { noteSecurityEvent } from '../security-events'
import { mailRequest } from '../sessions/device-name'
import { createToken, isSecret, LINK_IS_OVER, type tokenSchema } from '../tokens'
import { endMemberships } from '../unproved-memberships'

/** The further addresses, and those whose link nobody has followed yet. */
export async function listAddresses({ db, user }: UserContext) {
  const [proved, asked] = await Promise.all([
    db.emailAddress.findMany({
      where: { userId: user.id },
      select: { id: true, email: true },
      orderBy: { email: 'asc' },
    }),
    scopedTo({ identity: true }).token.findMany({
      where: { userId: user.id, purpose: 'add_email', usedAt: null, expiresAt: { gt: new Date() } },
      select: { id: true, email: true },
      orderBy: { email: 'asc' },
    }),
  ])
  return { proved, asked }
}

export const addAddressSchema = z.object({ address: emailAddress() })

const NOT_YOURS = 'That address belongs to another account here.'

/**
 * Mails a link to an address that may become one of this person's. Says the same when it is somebody else's: only who
 * reads the mail there learns more, and for them there is none.
 */
export async function addAddress(
  { db, user, session, request }: UserContext,
  { address }: z.output<typeof addAddressSchema>,
): Promise<Outcome> {
  if (!user.emailVerified) throw new AppError('FORBIDDEN', 'Verify your e-mail address first.')
  if (address === user.email || user.addresses.includes(address))
    throw new AppError('CONFLICT', 'That address is yours already.')
  await requireMailAllowance(address, request)
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  const asked = { userId: user.id, purpose: 'add_email' as const, usedAt: null }
  await identity.token.deleteMany({ where: { ...asked, email: address } })
  const waiting = await identity.token.count({ where: { ...asked, expiresAt: { gt: new Date() } } })
  if (1 + user.addresses.length + waiting >= ADDRESSES_PER_USER)
    throw new AppError('CONFLICT', `You can have ${ADDRESSES_PER_USER} addresses. Remove one first.`)
  const { secret, expiresAt } = await createToken(identity, {
    purpose: 'add_email',
    user: { id: user.id, email: address },
    lifetime: ADD_EMAIL_LIFETIME,
  })
  if (await isTaken(identity, address)) await mailNothing(identity, address, request)
  else {
    const url = `${env.APP_URL}/account/email?token=${secret}`
    const props = { account: user.email, url, expiresAt, request: mailRequest(request) }
    await sendMail(identity, { template: 'add-email', to: address, props })
  }
  const details = { email: address }
  await noteSecurityEvent(identity, {
    userId: user.id,
    action: 'email.add_asked',
    request,
    sessionId: session.id,
    details,
  })
  return { ok: true, message: `We sent a link to ${address}. Open it while you are signed in here, within an hour.` }
}

/** Proved by somebody. What nobody has proved is a claim, and gives way to a proof. */
export async function isTaken(db: IdentityDb, email: string): Promise<boolean> {
  const held = await db.emailAddress.findFirst({ where: { email }, select: { id: true } })
  if (held) return true
  const proved = { OR: [{ emailVerified: { not: null } }, { disabledAt: { not: null } }] }
  return (await db.user.findFirst({ where: { email, ...proved }, select: { id: true } })) !== null
}

/** What the page behind the mailed link shows; uses nothing up. Null for a link that is over, and for anybody else's. */
export async function findAskedAddress({ user }: UserContext, secret: unknown) {
  if (!isSecret(secret)) return null
  const where = { purpose: 'add_email' as const, digest: digest(secret), userId: user.id, usedAt: null }
  const token = await scopedTo({ identity: true }).token.findFirst({
    where: { ...where, expiresAt: { gt: new Date() } },
    select: { email: true },
  })
  return token?.email ?? null
}

/**
 * The address becomes one of this person's. Only while they are signed in: a stranger who follows the link in a mail that
 * somebody else's account caused must not give their address away to it.
 */
export async function confirmAddress(
  { db, user, session, request }: UserContext,
  { token: secret }: z.output<typeof tokenSchema>,
): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  const [token] = isSecret(secret)
    ? await identity.$queryRaw<{ email: string }[]>`
        update "Token" set "usedAt" = now()
         where digest = ${digest(secret)} and purpose = 'add_email' and "userId" = ${user.id}::uuid
           and "usedAt" is null and "expiresAt" > now()
        returning email`
    : []
  if (!token) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  const { email } = token
  if (await isTaken(identity, email)) throw new AppError('CONFLICT', NOT_YOURS)
  await giveWay(identity, email, request)
  await identity.emailAddress.create({ data: { userId: user.id, email }, select: { id: true } })
  const event = { userId: user.id, request, sessionId: session.id, details: { email } }
  await noteSecurityEvent(identity, { ...event, action: 'email.added' })
  const props = { name: user.name, change: 'added' as const, email, request: mailRequest(request), at: new Date() }
  await sendMail(identity, { template: 'email-changed', to: user.email, props })
  return { redirectTo: '/account?email=added' }
}

/** A sign-up that nobody finished does not keep an address from whoever proves it. */
export async function giveWay(db: IdentityDb, email: string, request: AuditRequest) {
  const where = { email, emailVerified: null, disabledAt: null }
  const claim = await db.user.findFirst({ where, select: { id: true } })
  if (!claim || !(await lockUser(db, claim.id))) return
  await endMemberships(db, claim.id, request) // no organization is left without an owner
  await db.user.deleteMany({ where: { ...where, id: claim.id } })
}

export const addressSchema = z.object({ addressId: id() })

export async function removeAddress(
  { db, user, session, request }: UserContext,
  { addressId }: z.output<typeof addressSchema>,
): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  await lockUser(identity, user.id)
  const where = { id: addressId, userId: user.id }
  const found = await identity.emailAddress.findFirst({ where, select: { email: true } })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await identity.emailAddress.deleteMany({ where })
  const { email } = found
  const event = { userId: user.id, request, sessionId: session.id, details: { email } }
  await noteSecurityEvent(identity, { ...event, action: 'email.removed' })
  const props = { name: user.name, change: 'removed' as const, email, request: mailRequest(request), at: new Date() }
  for (const to of [user.email, email]) await sendMail(identity, { template: 'email-changed', to, props })
  return { ok: true, message: `${email} is not yours here any more.` }
}

/** Nobody has followed its link yet; from here on nobody can. */
export async function cancelAddress(
  { db, user }: UserContext,
  { addressId }: z.output<typeof addressSchema>,
): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  const { count } = await identity.token.deleteMany({
    where: { id: addressId, userId: user.id, purpose: 'add_email', usedAt: null },
  })
  if (count === 0) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return { ok: true, message: 'The link that we sent does not work any more.' }
}
