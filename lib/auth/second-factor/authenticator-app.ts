import { verifySync } from 'otplib'
import type { IdentityDb } from '@/lib/db/scope'
import { log } from '@/lib/log'
import { TOTP } from '@/lib/parameters'
import { open, seal } from '@/lib/seal'

// The second factor in an app [RFC 6238]. Call these with the person's row locked: two codes at once are judged in turn.

/** A sealed secret that is moved to another person's row opens for nobody. */
const purposeOf = (userId: string) => `totp:${userId}`

export const sealSecret = (userId: string, secret: string) => seal(secret, purposeOf(userId))

/** Null when it was sealed for somebody else, or with a secret of ours that is gone: no code is right then, recovery codes are. */
export function openSecret(userId: string, sealed: string): string | null {
  try {
    return open(sealed, purposeOf(userId))
  } catch (error) {
    log.error({ userId, says: error instanceof Error && error.message }, 'an authenticator app does not open')
    return null
  }
}

/** Whether this is a code of the confirmed app that was not used before. Uses it up: no code works twice [ASVS V6.5.1]. */
export async function spendAppCode(db: IdentityDb, userId: string, code: string): Promise<boolean> {
  const app = await db.authenticatorApp.findFirst({
    where: { userId, confirmedAt: { not: null } },
    select: { secret: true, lastStep: true },
  })
  const secret = app && openSecret(userId, app.secret)
  if (!secret) return false
  const step = timeStepOf(secret, code, app.lastStep)
  if (step === null) return false
  // sealed anew, so that whoever uses theirs needs no previous AUTH_SECRET
  await db.authenticatorApp.updateMany({
    where: { userId },
    data: { lastStep: step, secret: sealSecret(userId, secret) },
  })
  return true
}

/** The step of 30 seconds whose code this is, one step early or late included; null when it is none, or not after `last`. */
export function timeStepOf(secret: string, code: string, last: bigint | null): bigint | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const { period, tolerance } = TOTP
  const judged = verifySync({
    secret,
    token,
    period,
    epochTolerance: tolerance * period,
    ...(last !== null && { afterTimeStep: Number(last) }),
  })
  return judged.valid && 'timeStep' in judged ? BigInt(judged.timeStep) : null
}
