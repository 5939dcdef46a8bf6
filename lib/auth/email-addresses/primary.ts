import type { z } from 'zod'
import type { PublicContext, UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { enter, type IdentityDb, inTransaction, scopedTo } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { UNDO_EMAIL_LIFETIME } from '@/lib/parameters'
import { renamedSignal } from '../passkeys/signal'
import { lockUser } from '../people'
import { digest } from '../secrets'
import { noteSecurityEvent } from '../security-events'
import { mailRequest } from '../sessions/device-name'
import { revokeSessions, rotateToken, setToken } from '../sessions/session'
import { createToken, isSecret, LINK_IS_OVER, type tokenSchema } from '../tokens'
import { type addressSchema, giveWay, isTaken } from './email-addresses'
import { removeRecentWaysIn } from './take-back'

/**
 * One of the further addresses becomes the primary one, which becomes a further one. Every other session ends, links that
 * were mailed before are void, and the address before can take it back for 72 hours.
 */
export async function makePrimary(
  { db, user, session, request }: UserContext,
  { addressId }: z.output<typeof addressSchema>,
): Promise<Outcome> {
  const identity = await enter(db, { identity: true })
  const person = await lockUser(identity, user.id)
  const where = { id: addressId, userId: user.id }
  const next = await identity.emailAddress.findFirst({ where, select: { email: true, verifiedAt: true } })
  if (!person || !next) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (!person.emailVerified) throw new AppError('FORBIDDEN', 'Verify your e-mail address first.')
  const before = person.email
  await identity.emailAddress.deleteMany({ where })
  await identity.user.updateMany({
    where: { id: user.id },
    data: { email: next.email, emailVerified: next.verifiedAt },
  })
  await identity.emailAddress.create({
    data: { userId: user.id, email: before, verifiedAt: person.emailVerified },
    select: { id: true },
  })
  await identity.token.deleteMany({
    where: { userId: user.id, usedAt: null, purpose: { in: ['sign_in_link', 'reset_password'] } },
  })
  await revokeSessions(identity, user.id, session.id)
  const token = await rotateToken(identity, session.id)

  const undo = await createToken(identity, {
    purpose: 'undo_email_change',
    user: { id: user.id, email: before },
    lifetime: UNDO_EMAIL_LIFETIME,
  })
  const details = { email: next.email, before }
  const event = { userId: user.id, request, sessionId: session.id, details }
  await noteSecurityEvent(identity, { ...event, action: 'email.primary_changed' })
  const told = { name: user.name, change: 'primary' as const, email: next.email, request: mailRequest(request) }
  const props = { ...told, at: new Date() }
  await sendMail(identity, { template: 'email-changed', to: next.email, props })
  const undoUrl = `${env.APP_URL}/undo-email-change?token=${undo.secret}`
  const undoable = { ...props, undoUrl, expiresAt: undo.expiresAt }
  await sendMail(identity, { template: 'email-changed', to: before, props: undoable })
  return {
    ok: true,
    message: `${next.email} is your primary address now. Every other browser is signed out.`,
    signal: await renamedSignal(db, { ...user, email: next.email }),
    afterCommit: () => setToken(token),
  }
}

/** What the page behind the link to the address before shows; uses nothing up. */
export async function findUndo(secret: unknown) {
  if (!isSecret(secret)) return null
  const token = await scopedTo({ identity: true }).token.findFirst({
    where: {
      purpose: 'undo_email_change',
      digest: digest(secret),
      usedAt: null,
      expiresAt: { gt: new Date() },
      user: { disabledAt: null },
    },
    select: { email: true },
  })
  return token?.email ?? null
}

/**
 * The address before is the primary one again. Whoever changed it may have been a stranger: the address that they chose
 * goes, with every other that was proved shortly before, and with every way in that was added since then; every session ends,
 * and no browser is known. Undo links of later changes are void, those of earlier ones are not, or a stranger who changes it twice could not be undone.
 */
export async function undoEmailChange(
  { request }: PublicContext,
  { token: secret }: z.output<typeof tokenSchema>,
): Promise<Outcome> {
  const done = await inTransaction({ identity: true }, async (db) => {
    const used = await consumeUndo(db, secret)
    if (!used) return false
    const { user, email, changedAt } = used
    const userId = user.id
    const recently = new Date(changedAt.getTime() - UNDO_EMAIL_LIFETIME)
    await db.emailAddress.deleteMany({ where: { userId, OR: [{ email }, { verifiedAt: { gt: recently } }] } })
    if (user.email !== email) {
      if (await isTaken(db, email)) throw new AppError('CONFLICT', 'That address belongs to another account by now.')
      await giveWay(db, email, request)
      await db.user.updateMany({ where: { id: userId }, data: { email, emailVerified: new Date() } })
    }
    const later = { OR: [{ purpose: { not: 'undo_email_change' as const } }, { createdAt: { gte: changedAt } }] }
    await db.token.deleteMany({ where: { userId, usedAt: null, ...later } })
    await revokeSessions(db, userId)
    await db.device.deleteMany({ where: { userId } })
    const details = { email, before: user.email }
    await noteSecurityEvent(db, { userId, action: 'email.change_undone', request, details })
    const removed = await removeRecentWaysIn(db, { userId, changedAt, request })
    const told = { name: user.name, change: 'undone' as const, email, request: mailRequest(request), at: new Date() }
    await sendMail(db, { template: 'email-changed', to: email, props: { ...told, removed } })
    if (user.email !== email) await sendMail(db, { template: 'email-changed', to: user.email, props: told })
    return true
  })
  if (!done) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  return { redirectTo: '/undo-email-change?done' }
}

/** The token's address is not one of this person's any more, perhaps: that is what it is for. */
async function consumeUndo(db: IdentityDb, secret: unknown) {
  if (!isSecret(secret)) return null
  const where = { purpose: 'undo_email_change' as const, digest: digest(secret) }
  const known = await db.token.findFirst({ where, select: { userId: true } })
  const user = known && (await lockUser(db, known.userId))
  if (!user || user.disabledAt) return null
  const [token] = await db.$queryRaw<{ email: string; createdAt: Date }[]>`
    update "Token" set "usedAt" = now()
     where digest = ${digest(secret)} and purpose = 'undo_email_change' and "usedAt" is null and "expiresAt" > now()
    returning email, "createdAt"`
  return token ? { user, email: token.email, changedAt: token.createdAt } : null
}
