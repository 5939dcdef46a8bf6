import type { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { inTransaction } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { forgetAsked, readAsking } from '../asking'
import { completeSignIn } from '../complete-sign-in'
import { rememberMethod } from '../last-method'
import { linkWaitingIdentity } from '../oauth/waiting-identity'
import { adoptWaiting } from '../passkeys/waiting'
import { lockUser, proveEmail } from '../people'
import { digest, isEqual } from '../secrets'
import { noteSecurityEvent } from '../security-events'
import { readDevice, type SignInMethod } from '../sessions/session'
import { consumeToken, isSecret, LINK_IS_OVER, type tokenSchema } from '../tokens'
import { welcome } from '../welcome'

/**
 * Proves the address, and puts into force what was chosen in this attempt, and in no other. Signs in in the browser that
 * asked; anybody else who reads this mail signs in by themself.
 */
export async function verifyEmail(
  { request }: PublicContext,
  { token: secret }: z.output<typeof tokenSchema>,
): Promise<Outcome> {
  const [asking, device] = await Promise.all([readAsking(), readDevice()])
  const done = await inTransaction({ identity: true }, async (db) => {
    const used = await consumeToken(db, 'verify_email', secret)
    if (!used) return null
    const { token, user } = used
    if (user.emailVerified) return { passed: null, next: token.next, chosen: null }
    await proveEmail(db, user, request)
    if (token.name) await db.user.updateMany({ where: { id: user.id }, data: { name: token.name } })
    if (token.passwordHash) {
      await db.password.create({ data: { userId: user.id, hash: token.passwordHash }, select: { userId: true } })
    }
    if (token.passkey) await adoptWaiting(db, user.id, token.passkey)
    await noteSecurityEvent(db, { userId: user.id, action: 'email.verified', request })
    const here = asking !== null && token.browserDigest !== null && isEqual(token.browserDigest, digest(asking))
    const visited = here && !token.passwordHash && !token.passkey // a provider's visit, not a sign-up form, caused this mail
    const provider = visited ? await linkWaitingIdentity(db, user) : null
    const passed = here ? await completeSignIn(db, { user, method: 'sign-up', request, device }) : null
    const chosen: SignInMethod = token.passkey ? 'passkey' : provider ? `oauth:${provider}` : 'sign-up'
    return { passed, next: token.next, chosen }
  })
  if (!done) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  if (done.passed) {
    await forgetAsked()
    const welcomed = await welcome(done.passed, 'sign-up', done.next)
    await rememberMethod(done.chosen) // the way that is there the next time
    return welcomed
  }
  const next = done.next ? `&next=${encodeURIComponent(done.next)}` : ''
  return { redirectTo: `/sign-in?verified${next}` }
}

/** “This wasn't me”: whoever reads the mail takes the attempt away, and with it the password that a stranger chose. */
export async function rejectSignUp(
  { request }: PublicContext,
  { token: secret }: z.output<typeof tokenSchema>,
): Promise<Outcome> {
  const rejected = await inTransaction({ identity: true }, async (db) => {
    if (!isSecret(secret)) return false
    const where = { purpose: 'verify_email' as const, digest: digest(secret), usedAt: null }
    const token = await db.token.findFirst({ where, select: { userId: true, browserDigest: true } })
    if (!token || !(await lockUser(db, token.userId))) return false
    // the same browser may have had the mail sent more than once
    const { userId, browserDigest } = token
    await db.token.deleteMany({
      where: { userId, purpose: 'verify_email', usedAt: null, OR: [{ digest: digest(secret) }, { browserDigest }] },
    })
    await noteSecurityEvent(db, { userId, action: 'account.sign_up_rejected', request })
    return true
  })
  if (!rejected) throw new AppError('BAD_INPUT', LINK_IS_OVER)
  return { redirectTo: '/verify-email?rejected' }
}
