import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { consume } from '@/lib/access/rate-limit'
import { enter } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { AppError } from '@/lib/errors'
import { noteMethodChange } from '../method-change'
import { requireMethod } from '../methods'
import { lockUser } from '../people'
import { noteSecurityEvent } from '../security-events'
import { mailRequest } from '../sessions/device-name'
import { revokeSessions, rotateToken, setToken } from '../sessions/session'
import { requireAnotherWayIn } from '../ways-in'
import { hashPassword } from './hashing'
import { listKnown } from './known'
import { newPassword, refuseWeakPassword } from './rules'

export const changePasswordSchema = z.object({ password: newPassword() })

/** Before the transaction: hashing waits in line. */
export async function preparePassword(
  { user }: Omit<UserContext, 'db'>,
  { password }: z.output<typeof changePasswordSchema>,
) {
  requireMethod('password')
  await consume('changePassword', user.id)
  await refuseWeakPassword(password, { ...user, others: await listKnown(user.id) })
  return hashPassword(password)
}

/**
 * A first password, or another one. The one before is not asked for here: step-up has just asked for the strongest proof
 * that there is. Every other session ends, this one goes on under a new token, and links that were mailed before are void.
 */
export async function changePassword(ctx: UserContext, _: unknown, hash: string): Promise<Outcome> {
  const { user, session, request } = ctx
  const identity = await enter(ctx.db, { identity: true })
  await lockUser(identity, user.id)
  const { count: before } = await identity.password.deleteMany({ where: { userId: user.id } })
  await identity.password.create({ data: { userId: user.id, hash }, select: { userId: true } })
  await identity.token.deleteMany({
    where: { userId: user.id, usedAt: null, purpose: { in: ['sign_in_link', 'reset_password'] } },
  })
  await revokeSessions(identity, user.id, session.id)
  const token = await rotateToken(identity, session.id)
  if (before) {
    const event = { userId: user.id, action: 'password.changed' as const, request, sessionId: session.id }
    await noteSecurityEvent(identity, event)
    const props = { name: user.name, request: mailRequest(request), at: new Date() }
    await sendMail(identity, { template: 'password-changed', to: user.email, props })
  } else await noteMethodChange(identity, ctx, { action: 'password.set', change: 'added', method: 'Password' })
  return {
    ok: true,
    message: before
      ? 'Your password is changed. Every other browser is signed out.'
      : 'You have a password now. Every other browser is signed out.',
    afterCommit: () => setToken(token),
  }
}

export const removePasswordSchema = z.object({ confirm: z.literal('remove', 'Confirm that you want this.') })

/** While another way in remains. */
export async function removePassword(ctx: UserContext): Promise<Outcome> {
  requireMethod('password')
  const { user } = ctx
  const identity = await enter(ctx.db, { identity: true })
  await requireAnotherWayIn(identity, user.id, 'password')
  const { count } = await identity.password.deleteMany({ where: { userId: user.id } })
  if (count === 0) throw new AppError('CONFLICT', 'You have no password.')
  await identity.token.deleteMany({ where: { userId: user.id, usedAt: null, purpose: 'reset_password' } })
  await noteMethodChange(identity, ctx, { action: 'password.removed', change: 'removed', method: 'Password' })
  return { ok: true, message: 'Your password is removed.' }
}
