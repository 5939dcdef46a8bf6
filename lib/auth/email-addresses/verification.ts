import type { IdentityDb } from '@/lib/db/scope'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'
import { VERIFY_EMAIL_LIFETIME } from '@/lib/parameters'
import { isMethodOn } from '../methods'
import type { WaitingPasskey } from '../passkeys/waiting'
import type { LockedUser } from '../people'
import { digest } from '../secrets'
import { createNoToken, createToken } from '../tokens'

/** What somebody chose at sign-up. It waits in the token of that try, so that nobody plants a password or a passkey on somebody else. */
export type Attempt = {
  asking: string
  passwordHash: string | null
  passkey?: WaitingPasskey | null
  name: string
  next: string | null
}

/** Mails the link that proves the address and brings this attempt's password or passkey into force. */
export async function mailVerification(db: IdentityDb, user: LockedUser, { asking, ...attempt }: Attempt) {
  const { id, secret, expiresAt } = await createToken(db, {
    purpose: 'verify_email',
    user,
    lifetime: VERIFY_EMAIL_LIFETIME,
    browserDigest: digest(asking),
    ...attempt,
  })
  const url = `${env.APP_URL}/verify-email?token=${secret}`
  await sendMail(db, { template: 'verify-email', to: user.email, props: { name: attempt.name, url, expiresAt } })
  return id
}

/** To the owner of an account that somebody tried to make again, at the address that was given: a primary one is told to nobody. */
export async function mailAlreadyRegistered(db: IdentityDb, email: string) {
  const reset = isMethodOn('password') && { resetUrl: `${env.APP_URL}/forgot-password` }
  const props = { signInUrl: `${env.APP_URL}/sign-in`, ...reset }
  await createNoToken(db)
  await sendMail(db, { template: 'already-registered', to: email, props })
}
