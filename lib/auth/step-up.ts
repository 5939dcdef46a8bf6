import type { IdentityDb } from '@/lib/db/scope'
import { AppError, type Proof } from '@/lib/errors'
import { STEP_UP_LIFETIME } from '@/lib/parameters'
import type { CurrentSession } from './context'

type Person = { user: { id: string }; session: CurrentSession }

/** The strongest that this person has: a second factor if there is one, else the password, else their mailbox [ASVS V7.5.1]. */
export async function listProofs(db: IdentityDb, userId: string): Promise<Proof[]> {
  const user = await db.user.findFirst({
    where: { id: userId },
    relationLoadStrategy: 'join',
    select: {
      passkeys: { select: { id: true }, take: 1 },
      authenticatorApp: { select: { confirmedAt: true } },
      password: { select: { userId: true } },
    },
  })
  const strong: Proof[] = []
  if (user?.passkeys.length) strong.push('passkey')
  if (user?.authenticatorApp?.confirmedAt) strong.push('app')
  if (strong.length > 0) return strong
  return user?.password ? ['password'] : ['mail']
}

/** Before a sensitive act: throws STEP_UP with the ways to prove it, unless that was done in this session within ten minutes. */
export async function requireStepUp(db: IdentityDb, { user, session }: Person): Promise<void> {
  if (isRecent(session.stepUpAt) || isRecent(session.secondFactorAt)) return
  const proofs = await listProofs(db, user.id)
  const [best] = proofs
  const enough = best === 'mail' || (best === 'password' && ['password', 'sign-up'].includes(session.method))
  if (enough && isRecent(session.provedAt)) return
  throw new AppError('STEP_UP', 'Please confirm that it is you.', { proofs })
}

const isRecent = (at: Date | null) => at !== null && Date.now() - at.getTime() < STEP_UP_LIFETIME
