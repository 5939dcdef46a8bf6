import type { IdentityDb } from '@/lib/db/scope'
import { RECOVERY_CODES } from '@/lib/parameters'
import type { RequestInfo } from '@/lib/request'
import type { LockedUser } from '../people'
import { createCode, keyedDigest, normalizeCode } from '../secrets'
import { noteSecurityEvent } from '../security-events'
import { mailSecondFactorChange } from './mail'

/** Ten new ones; those before are void. Shown once: what stays are digests. */
export async function createRecoveryCodes(db: IdentityDb, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES.count }, createRecoveryCode)
  await db.recoveryCode.deleteMany({ where: { userId } })
  await db.recoveryCode.createMany({ data: codes.map((code) => ({ userId, digest: digestOf(userId, code) })) })
  return codes
}

/** Uses a code up, once: of many tries at the same moment one gets it. Its owner is told, as it may be a thief who found it. */
export async function spendRecoveryCode(
  db: IdentityDb,
  { user, request }: { user: LockedUser; request: RequestInfo },
  typed: string,
): Promise<boolean> {
  const userId = user.id
  const used = await db.$queryRaw<{ id: string }[]>`
    update "RecoveryCode" set "usedAt" = now()
     where "userId" = ${userId}::uuid and digest = ${digestOf(userId, typed)} and "usedAt" is null
    returning id`
  if (used.length === 0) return false
  const left = await countRecoveryCodes(db, userId)
  await noteSecurityEvent(db, { userId, action: 'recovery_code.used', request, details: { left: String(left) } })
  await mailSecondFactorChange(db, user, { change: 'recovery-code-used', left, request })
  return true
}

export function countRecoveryCodes(db: IdentityDb, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } })
}

/** 115 bits: with 112 and more a plain digest is enough [ASVS V6.5.2]. */
function createRecoveryCode() {
  return createCode(RECOVERY_CODES.length).replace(/.{4}(?=.)/g, '$&-')
}

const digestOf = (userId: string, code: string) => keyedDigest(normalizeCode(code), userId)
