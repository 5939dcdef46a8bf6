import { z } from 'zod'
import type { OrgContext } from '@/lib/access/context'
import { candidate, findOpenOffer } from './open-ownership-offers'
import { containing } from './strings'

const OWNERS = 20
const CANDIDATES = 8
const person = { id: true, name: true, email: true, image: true, disabledAt: true } as const

/** Who owns the organization, and to whom it is offered. */
export async function readOwnership({ db }: OrgContext) {
  const [owners, offer] = await Promise.all([
    db.membership.findMany({
      relationLoadStrategy: 'join',
      where: { builtInRole: 'owner' },
      select: { id: true, user: { select: person } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: OWNERS + 1,
    }),
    findOpenOffer(db),
  ])
  return { owners: owners.slice(0, OWNERS), more: owners.length > OWNERS, offer }
}

export const findCandidatesSchema = z.object({ q: z.string().trim().max(100).optional() })

/** Members who could take over, found by name or address. */
export async function readHandover({ db }: OrgContext, { q }: z.output<typeof findCandidatesSchema>) {
  const { user, ...rest } = candidate()
  const matches = containing(q ?? '')
  const [candidates, offer] = await Promise.all([
    db.membership.findMany({
      relationLoadStrategy: 'join',
      where: { ...rest, user: { ...user, OR: [{ name: matches }, { email: matches }] } },
      select: { id: true, builtInRole: true, role: { select: { name: true } }, user: { select: person } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: CANDIDATES + 1,
    }),
    findOpenOffer(db),
  ])
  return { candidates: candidates.slice(0, CANDIDATES), more: candidates.length > CANDIDATES, offer }
}
