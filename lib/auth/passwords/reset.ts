import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { inTransaction } from '@/lib/db/scope'
import { emailAddress } from '@/lib/domain/strings'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { RESET_LIFETIME } from '@/lib/parameters'
import { readOrCreateAsking, rememberAsked } from '../asking'
import { mailNothing, requireResetAllowance } from '../mail-limits'
import { requireMethod } from '../methods'
import { nextField } from '../next-field'
import { lockUserByEmail, proveEmail } from '../people'
import { noteSecurityEvent } from '../security-events'
import { mailRequest } from '../sessions/device-name'
import { revokeSessions } from '../sessions/session'
import { forgiveFailures } from '../sign-in-limits'
import { consumeToken, createToken, findToken, LINK_IS_OVER } from '../tokens'
import { hashPassword } from './hashing'
import { listKnown } from './known'
import { newPassword, refuseWeakPassword } from './rules'

export const forgotPasswordSchema = z.object({ email: emailAddress(), next: nextField() })

/** Says the same for every address. */
export async function mailPasswordReset(
  { request }: PublicContext,
  { email, next }: z.output<typeof forgotPasswordSchema>,
): Promise<Outcome> {
  requireMethod('password')
  await requireResetAllowance(email, request)
  const asking = await readOrCreateAsking()
  await inTransaction({ identity: true }, async (db) => {
    const user = await lockUserByEmail(db, email)
    if (!user || user.disabledAt) return mailNothing(db, email, request)
    const { secret, expiresAt } = await createToken(db, {
      purpose: 'reset_password',
      user: { id: user.id, email },
      lifetime: RESET_LIFETIME,
      next,
    })
    const url = `${env.APP_URL}/reset-password?token=${secret}`
    await sendMail(db, {
      template: 'reset-password',
      to: email,
      props: { url, expiresAt, request: mailRequest(request) },
    })
  })
  await rememberAsked(asking, email)
  return { redirectTo: '/forgot-password?sent' }
}

export const resetPasswordSchema = z.object({ token: z.string('This link is not complete.'), password: newPassword() })

/**
 * A new password for whoever reads the mail, which also proves the address. Nobody is signed in by it, everybody is signed
 * out, and the other links that were mailed are void.
 */
export async function resetPassword(
  { request }: PublicContext,
  { token: secret, password }: z.output<typeof resetPasswordSchema>,
): Promise<Outcome> {
  requireMethod('password')
  const about = await findToken('reset_password', secret, null)
  if (!about) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  await refuseWeakPassword(password, { ...about, others: await listKnown(about.userId) })
  const hash = await hashPassword(password)
  const user = await inTransaction({ identity: true }, async (db) => {
    const used = await consumeToken(db, 'reset_password', secret)
    if (!used) return null
    const { user } = used
    const userId = user.id
    await proveEmail(db, user, request)
    // but for what takes a change of the address back: whoever changed it could reset the password next
    await db.token.deleteMany({ where: { userId, usedAt: null, purpose: { not: 'undo_email_change' } } })
    await db.password.deleteMany({ where: { userId } })
    await db.password.create({ data: { userId, hash }, select: { userId: true } })
    await revokeSessions(db, userId)
    // whoever knew the old password is a stranger again
    await db.device.deleteMany({ where: { userId } })
    await noteSecurityEvent(db, { userId, action: 'password.reset', request })
    await sendMail(db, {
      template: 'password-changed',
      to: user.email,
      props: { name: user.name, request: mailRequest(request), at: new Date() },
    })
    return user
  })
  if (!user) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  const next = about.next ? `&next=${encodeURIComponent(about.next)}` : ''
  for (const address of new Set([user.email, about.email])) await forgiveFailures(address)
  return { redirectTo: `/sign-in?reset${next}` }
}
