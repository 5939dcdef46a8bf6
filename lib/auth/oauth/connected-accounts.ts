import { scopedTo } from '@/lib/db/scope'
import { accountKey, listWaysIn, type WayIn } from '../ways-in'
import { findProviderOf, listProviders, type Provider } from './providers'

type Account = {
  issuer: string
  subject: string
  label: string | null
  createdAt: Date
  lastUsedAt: Date
  /** Nothing else would let them in: it stays. */
  isLast: boolean
}

/** One line of the security page: a provider and what this person has there. `id` is null when it is switched off here. */
export type Connection = { id: string | null; name: string; account: Account | null }

/** Every configured provider, connected or not; and what is connected at providers that are switched off by now. */
export async function listConnections(userId: string, waysIn?: Promise<WayIn[]>): Promise<Connection[]> {
  const db = scopedTo({ identity: true })
  const [rows, ways] = await Promise.all([
    db.account.findMany({
      where: { userId },
      orderBy: { createdAt: 'asc' },
      select: { provider: true, providerAccountId: true, label: true, createdAt: true, lastUsedAt: true },
    }),
    waysIn ?? listWaysIn(db, userId),
  ])
  const connected = rows.map(({ provider: issuer, providerAccountId: subject, ...row }): Connection => {
    const provider = findProviderOf(issuer)
    const isLast = ways.every((way) => way === accountKey(issuer, subject))
    return { id: provider?.id ?? null, name: nameOf(issuer, provider), account: { issuer, subject, isLast, ...row } }
  })
  return listProviders()
    .flatMap(({ id, name }): Connection[] => {
      const theirs = connected.filter((one) => one.id === id)
      return theirs.length > 0 ? theirs : [{ id, name, account: null }]
    })
    .concat(connected.filter(({ id }) => id === null))
}

/** As the person knows it: `Google account ada@example.com`. */
export function nameOfAccount({ issuer, label }: { issuer: string; label: string | null }) {
  return [nameOf(issuer, findProviderOf(issuer)), 'account', label].filter(Boolean).join(' ')
}

function nameOf(issuer: string, provider: Provider | null) {
  return provider?.name ?? (URL.canParse(issuer) ? new URL(issuer).host : issuer)
}
