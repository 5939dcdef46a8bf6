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
import { lockUserByEmail, NOBODY } from './people'
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
    await createUnproved(db, { email, name })
    const user = await lockUserByEmail(db, email)
    if (user) await noteSecurityEvent(db, { userId: user.id, action: 'account.sign_up_asked', request })
    if (!user || user.disabledAt) return mailNothing(db, email, request)
    if (user.emailVerified) return mailAlreadyRegistered(db, email)
    return mailVerification(db, user, { asking, passwordHash, name, next })
  })
  await rememberAsked(asking, email, challenge ?? undefined)
  return { redirectTo: CHECK_MAIL }
}

/** One statement, whether or not somebody has the address already, as a primary or a further one. */
async function createUnproved(db: IdentityDb, { email, name }: { email: string; name: string }) {
  await db.$executeRaw`
    insert into "User" (email, name)
    select ${email}, ${name} where not exists (select from "EmailAddress" where email = ${email})
        on conflict (email) do nothing`
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
    const attempt = await findAttempt(db, user?.id ?? NOBODY, asking)
    if (!user || user.disabledAt) return mailNothing(db, asked.email, request)
    if (user.emailVerified) return mailAlreadyRegistered(db, asked.email)
    if (!attempt) return mailNothing(db, asked.email, request)
    return mailVerification(db, user, { ...attempt, name: attempt.name ?? user.name, asking })
  })
  return { ok: true, message: 'We sent the mail again.' }
}

function findAttempt(db: IdentityDb, userId: string, asking: string) {
  return db.token.findFirst({
    where: { userId, purpose: 'verify_email', usedAt: null, browserDigest: digest(asking) },
    orderBy: { createdAt: 'desc' },
    select: { passwordHash: true, name: true, next: true },
  })
}
