import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { VERIFY_EMAIL_LIFETIME } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import { mailUnsent } from '../mail-limits'
import { isMethodOn } from '../methods'
import type { WaitingPasskey } from '../passkeys/waiting'
import type { LockedUser } from '../people'
import { digest } from '../secrets'
import { mailRequest } from '../sessions/device-name'
import { createNoToken, createToken } from '../tokens'

/** What somebody chose at sign-up. It waits in the token of that try, so that nobody plants a password or a passkey on somebody else. */
export type Attempt = {
  asking: string
  passwordHash: string | null
  passkey?: WaitingPasskey | null
  name: string
  next: string | null
}

type Tried = { user: LockedUser; email: string; attempt: Attempt; request: RequestInfo }

/**
 * Answers somebody who signs up with an address. An account that is proved, or switched off, keeps the attempt as well, under
 * a secret that nobody ever learns: signing in with what was chosen is answered alike, whoever has the address. Otherwise a
 * stranger would sign up with it, sign in, and know.
 */
export async function mailAttempt(db: IdentityDb, { user, email, attempt, request }: Tried) {
  if (!user.emailVerified && !user.disabledAt) return mailVerification(db, user, attempt, request)
  await keepAttempt(db, { id: user.id, email }, attempt)
  if (user.disabledAt) await mailUnsent(db, email, request)
  else await tellAlreadyRegistered(db, email, request)
}

function keepAttempt(db: IdentityDb, user: { id: string; email: string }, { asking, ...attempt }: Attempt) {
  return createToken(db, {
    purpose: 'verify_email',
    user,
    lifetime: VERIFY_EMAIL_LIFETIME,
    browserDigest: digest(asking),
    ...attempt,
  })
}

/** Mails the link that proves the address and brings this attempt's password or passkey into force. */
export async function mailVerification(db: IdentityDb, user: LockedUser, attempt: Attempt, request: RequestInfo) {
  const { id, secret, expiresAt } = await keepAttempt(db, user, attempt)
  const url = `${env.APP_URL}/verify-email?token=${secret}`
  const props = { url, expiresAt, request: mailRequest(request) }
  await sendMail(db, { template: 'verify-email', to: user.email, props })
  return id
}

/** To the owner of an account that somebody tried to make again, at the address that was given: a primary one is told to nobody. */
export async function mailAlreadyRegistered(db: IdentityDb, email: string, request: RequestInfo) {
  await createNoToken(db)
  await tellAlreadyRegistered(db, email, request)
}

function tellAlreadyRegistered(db: IdentityDb, email: string, request: RequestInfo) {
  const reset = isMethodOn('password') && { resetUrl: `${env.APP_URL}/forgot-password` }
  const props = { signInUrl: `${env.APP_URL}/sign-in`, ...reset, request: mailRequest(request) }
  return sendMail(db, { template: 'already-registered', to: email, props })
}
