import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { emailAddress, name } from '@/lib/domain/strings'
import { readAsked, readOrCreateAsking, rememberAsked } from './asking'
import { hashPassword } from './hashing'
import { mailNothing, requireMailAllowance } from './mail-limits'
import { nextField } from './next-field'
import { newPassword, refuseWeakPassword } from './password-rules'
import { findUserId, type LockedUser, lockUserByEmail } from './people'
import { digest } from './secrets'
import { noteSecurityEvent } from './security-events'
import { requireOpenSignUp } from './sign-up-mode'
import { mailAlreadyRegistered, mailVerification } from './verification'

export const signUpSchema = z.object({
  name: name('Enter your name.'),
  email: emailAddress(),
  password: newPassword(),
  next: nextField(),
  invite: z.string().optional(),
})

const CHECK_MAIL = '/verify-email?sent'

/** Ends on “Check your mail” for every address, without a session. Whose address it is, only the mail tells. */
export async function signUp(
  { request }: PublicContext,
  { name, email, password, next, invite }: z.output<typeof signUpSchema>,
): Promise<Outcome> {
  await requireOpenSignUp(email, invite)
  await refuseWeakPassword(password, { name, email })
  await requireMailAllowance(email, request)
  const passwordHash = await hashPassword(password)
  const asking = await readOrCreateAsking()

  const challenge = await inTransaction({ identity: true }, async (db) => {
    if (!(await findUserId(db, email))) await db.user.createMany({ data: [{ email, name }], skipDuplicates: true })
    const user = await lockUserByEmail(db, email)
    if (!user || user.disabledAt) return mailNothing(db, email, request)
    await noteSecurityEvent(db, { userId: user.id, action: 'account.sign_up_asked', request })
    if (user.emailVerified) return mailAlreadyRegistered(db, email)
    return mailVerification(db, user, { asking, passwordHash, name, next })
  })
  await rememberAsked(asking, email, challenge ?? undefined)
  return { redirectTo: CHECK_MAIL }
}

export const resendVerificationSchema = z.object({})

/** Once more for the address that this browser asked for; an address that needs none is mailed what it needs, or nothing. */
export async function resendVerification({ request }: PublicContext): Promise<Outcome> {
  const asked = await readAsked()
  if (!asked) return { redirectTo: '/sign-in' }
  await requireMailAllowance(asked.email, request)
  const asking = await readOrCreateAsking()
  await inTransaction({ identity: true }, async (db) => {
    const user = await lockUserByEmail(db, asked.email)
    if (!user || user.disabledAt) return mailNothing(db, asked.email, request)
    if (user.emailVerified) return mailAlreadyRegistered(db, asked.email)
    const attempt = await findAttempt(db, user, asking)
    return attempt ? mailVerification(db, user, { ...attempt, asking }) : mailNothing(db, asked.email, request)
  })
  return { ok: true, message: 'We sent the mail again.' }
}

function findAttempt(db: IdentityDb, user: LockedUser, asking: string) {
  return db.token
    .findFirst({
      where: { userId: user.id, purpose: 'verify_email', usedAt: null, browserDigest: digest(asking) },
      orderBy: { createdAt: 'desc' },
      select: { passwordHash: true, name: true, next: true },
    })
    .then((found) => found && { ...found, name: found.name ?? user.name })
}
