import type { UserContext } from '@/lib/access/context'
import { scopedTo } from '@/lib/db/scope'
import { listConnections } from '../oauth/connected-accounts'
import { listPasskeys } from '../passkeys/list'
import { listWaysIn } from '../ways-in'

/** How a person gets in, as their security page shows it: no secret is in it. */
export async function readSecurity({ user }: UserContext) {
  const db = scopedTo({ identity: true })
  const waysIn = listWaysIn(db, user.id)
  const [connections, passkeys, ways, found] = await Promise.all([
    listConnections(user.id, waysIn),
    listPasskeys(user, waysIn),
    waysIn,
    db.user.findFirst({
      where: { id: user.id },
      relationLoadStrategy: 'join',
      select: {
        password: { select: { changedAt: true } },
        authenticatorApp: { select: { confirmedAt: true } },
        recoveryCodes: { where: { usedAt: null }, select: { id: true } },
      },
    }),
  ])
  const changedAt = found?.password?.changedAt
  return {
    /** The last way in stays. */
    password: changedAt ? { changedAt, isLast: ways.every((way) => way === 'password') } : null,
    passkeys,
    twoFactor: { since: found?.authenticatorApp?.confirmedAt ?? null, codesLeft: found?.recoveryCodes.length ?? 0 },
    connections,
  }
}

export type Security = Awaited<ReturnType<typeof readSecurity>>
