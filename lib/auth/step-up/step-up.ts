import type { UserContext } from '@/lib/access/context'
import { type IdentityDb, scopedTo } from '@/lib/db/scope'
import { AppError, type Proof } from '@/lib/errors'
import { STEP_UP_LIFETIME } from '@/lib/parameters'
import type { CurrentSession } from '../context'
import { isMethodOn } from '../methods'

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
  if (user?.passkeys.length && isMethodOn('passkey')) strong.push('passkey')
  if (user?.authenticatorApp?.confirmedAt) strong.push('app')
  if (strong.length > 0) return strong
  return user?.password && isMethodOn('password') ? ['password'] : ['mail']
}

/** Before a sensitive act: throws STEP_UP with the ways to prove it, unless that was done in this session within ten minutes. */
export async function requireStepUp(db: IdentityDb, { user, session }: Person): Promise<void> {
  const proofs = await listProofs(db, user.id)
  if (isFresh(session, proofs)) return
  throw new AppError('STEP_UP', 'Please confirm that it is you.', { proofs })
}

/** They have something stronger from now on: what other sessions proved with less counts there no more. */
export async function forgetWeakerProofs(db: IdentityDb, { user, session }: Person): Promise<void> {
  await db.session.updateMany({ where: { userId: user.id, id: { not: session.id } }, data: { stepUpAt: null } })
}

/** For the page that asks for it. */
export async function readStepUp({ user, session }: UserContext) {
  const proofs = await listProofs(scopedTo({ identity: true }), user.id)
  return { proofs, fresh: isFresh(session, proofs) }
}

/** Whether this session proved it within ten minutes, by the strongest that the person has. */
function isFresh(session: CurrentSession, [best]: Proof[]): boolean {
  if (isRecent(session.stepUpAt) || isRecent(session.secondFactorAt)) return true
  const enough = best === 'mail' || (best === 'password' && ['password', 'sign-up'].includes(session.method))
  return enough && isRecent(session.provedAt)
}

const isRecent = (at: Date | null) => at !== null && Date.now() - at.getTime() < STEP_UP_LIFETIME
