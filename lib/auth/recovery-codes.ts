import { randomInt } from 'node:crypto'
import type { IdentityDb } from '@/lib/db/scope'
import { RECOVERY_CODES } from '@/lib/parameters'
import { codeAlphabet, keyedDigest } from './secrets'

/** Ten new ones; those before are void. Shown once: what stays are digests. */
export async function createRecoveryCodes(db: IdentityDb, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES.count }, createRecoveryCode)
  await db.recoveryCode.deleteMany({ where: { userId } })
  await db.recoveryCode.createMany({ data: codes.map((code) => ({ userId, digest: digestOf(userId, code) })) })
  return codes
}

/** Uses a code up, once: of many tries at the same time one gets it. */
export async function spendRecoveryCode(db: IdentityDb, userId: string, typed: string): Promise<boolean> {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const used = await db.$queryRaw<{ id: string }[]>`
    update "RecoveryCode" set "usedAt" = now()
     where "userId" = ${userId}::uuid and digest = ${digestOf(userId, code)} and "usedAt" is null
    returning id`
  return used.length === 1
}

export function countRecoveryCodes(db: IdentityDb, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } })
}

/** 115 bits: with 112 and more a plain digest is enough [ASVS V6.5.2]. */
function createRecoveryCode() {
  const letters = Array.from({ length: RECOVERY_CODES.length }, () => codeAlphabet[randomInt(codeAlphabet.length)])
  return letters.join('').replace(/.{4}(?=.)/g, '$&-')
}

const digestOf = (userId: string, code: string) => keyedDigest(code.replaceAll('-', ''), userId)
