import { z } from 'zod'
import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { type IdentityDb, inTransaction } from '@/lib/db/scope'
import { emailAddress, name } from '@/lib/domain/strings'
import { readAsked, readOrCreateAsking, rememberAsked } from './asking'
import { mailAlreadyRegistered, mailAttempt } from './email-addresses/verification'
import { mailNothing, requireMailAllowance } from './mail-limits'
import { requireMethod } from './methods'
import { nextField } from './next-field'
import { forgetWaitingIdentity } from './oauth/waiting-identity'
import { passkeyForSignUp } from './passkeys/sign-up'
import { readWaiting } from './passkeys/waiting'
import { hashPassword } from './passwords/hashing'
import { newPassword, refuseWeakPassword } from './passwords/rules'
import { lockUserByEmail, NOBODY } from './people'
import { digest } from './secrets'
import { noteSecurityEvent } from './security-events'
import { requireOpenSignUp } from './sign-up-mode'

const asked = {
  name: name('Enter your name.'),
  email: emailAddress(),
  next: nextField(),
  invite: z.string().optional(),
}

/** With a password, or with a passkey instead: the form has a button for each. Or with the mailbox alone, where passwords are off. */
export const signUpSchema = z.discriminatedUnion('intent', [
  z.object({ ...asked, intent: z.literal('passkey'), credential: z.string().optional() }),
  z.object({ ...asked, intent: z.literal('link') }),
  z.object({ ...asked, intent: z.literal('password').default('password'), password: newPassword() }),
])

const CHECK_MAIL = '/verify-email?sent'

/** Ends on “Check your mail” for every address, without a session. Whose address it is, only the mail tells. */
export async function signUp({ request }: PublicContext, given: z.output<typeof signUpSchema>): Promise<Outcome> {
  const { name, email, next, invite } = given
  requireMethod(given.intent)
  await requireOpenSignUp(email, invite)
  const made = given.intent === 'passkey' ? await passkeyForSignUp(given) : null
  if (made && 'ask' in made) return made.ask
  if (given.intent === 'password') await refuseWeakPassword(given.password, { name, email })
  await requireMailAllowance(email, request)
  const passwordHash = given.intent === 'password' ? await hashPassword(given.password) : null
  const passkey = made?.passkey ?? null
  // who types an address comes as nobody's else: not as whom a provider brought to this browser before
  await forgetWaitingIdentity()
  const asking = await readOrCreateAsking()

  const challenge = await inTransaction({ identity: true }, async (db) => {
    await createUnproved(db, { email, name })
    const user = await lockUserByEmail(db, email)
    if (user) await noteSecurityEvent(db, { userId: user.id, action: 'account.sign_up_asked', request })
    if (!user) return mailNothing(db, email, request)
    const attempt = { asking, passwordHash, passkey, name, next }
    return mailAttempt(db, { user, email, attempt, request })
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
    const { email } = asked
    const user = await lockUserByEmail(db, email)
    const found = await findAttempt(db, { userId: user?.id ?? NOBODY, email }, asking)
    if (user && found) {
      const chosen = { ...found, passkey: readWaiting(found.passkey), name: found.name ?? user.name }
      return mailAttempt(db, { user, email, attempt: { ...chosen, asking }, request })
    }
    if (user?.emailVerified && !user.disabledAt) return mailAlreadyRegistered(db, email, request)
    return mailNothing(db, email, request)
  })
  return { ok: true, message: 'We sent the mail again.' }
}

function findAttempt(db: IdentityDb, whose: { userId: string; email: string }, asking: string) {
  return db.token.findFirst({
    where: { ...whose, purpose: 'verify_email', usedAt: null, browserDigest: digest(asking) },
    orderBy: { createdAt: 'desc' },
    select: { passwordHash: true, passkey: true, name: true, next: true },
  })
}
