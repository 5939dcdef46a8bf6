import { scopedTo } from '@/lib/db/scope'
import { isMethodOn } from '../methods'
import { listWaysIn, type WayIn } from '../ways-in'
import { findProvider } from './aaguids'
import type { PasskeySignal } from './ceremony'
import { acceptedSignal } from './signal'

export type ListedPasskey = {
  id: string
  name: string
  /** Who keeps it, where its make is known. */
  provider: string | null
  /** Kept on other devices as well; able to be, and not yet; or tied to one. */
  copies: 'synced' | 'not-yet' | 'bound'
  createdAt: Date
  lastUsedAt: Date | null
  /** Nothing else would let them in: it stays. */
  isLast: boolean
}

/** What the security page shows; null where passkeys are switched off. `signal`: what the browser may tell its password manager. */
export async function listPasskeys(
  user: { id: string; email: string; name: string },
  waysIn?: Promise<WayIn[]>,
): Promise<{ passkeys: ListedPasskey[]; signal: PasskeySignal } | null> {
  if (!isMethodOn('passkey')) return null
  const db = scopedTo({ identity: true })
  const [rows, ways, signal] = await Promise.all([
    db.passkey.findMany({
      where: { userId: user.id },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: {
        id: true,
        name: true,
        aaguid: true,
        backupEligible: true,
        backedUp: true,
        createdAt: true,
        lastUsedAt: true,
      },
    }),
    waysIn ?? listWaysIn(db, user.id),
    acceptedSignal(db, user),
  ])
  const passkeys = rows.map(
    ({ aaguid, backupEligible, backedUp, ...row }): ListedPasskey => ({
      ...row,
      provider: findProvider(aaguid),
      copies: backedUp ? 'synced' : backupEligible ? 'not-yet' : 'bound',
      isLast: ways.every((way) => way === `passkey:${row.id}`),
    }),
  )
  return { passkeys, signal }
}

/** In a mail: `Passkey “Blue key”`. */
export function nameOfPasskey(name: string) {
  return name === 'Passkey' ? name : `Passkey “${name}”`
}
