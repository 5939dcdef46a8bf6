import { z } from 'zod'
import type { OrgContext } from '@/lib/access/context'
import { containing } from '../strings'
import { candidate, findOpenOffer } from './open-offers'

const OWNERS = 20
const FORMER_SLUGS = 50
const CANDIDATES = 8
const person = { id: true, name: true, email: true, image: true, disabledAt: true } as const

/** What the settings show: how the organization looks, what it was called, who owns it, and to whom that is offered. */
export async function readSettings({ db, org }: OrgContext) {
  const [{ memberships, ...look }, offer] = await Promise.all([
    db.organization.findFirstOrThrow({
      relationLoadStrategy: 'join',
      where: { id: org.id },
      select: {
        accent: true,
        image: true,
        formerSlugs: { select: { slug: true, createdAt: true }, orderBy: { createdAt: 'desc' }, take: FORMER_SLUGS },
        memberships: {
          where: { roleValue: 'owner' },
          select: { id: true, user: { select: person } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          take: OWNERS + 1,
        },
      },
    }),
    findOpenOffer(db),
  ])
  const owners = memberships.slice(0, OWNERS)
  return { look, ownership: { owners, more: memberships.length > OWNERS, offer } }
}

export const findCandidatesSchema = z.object({ q: z.string().trim().max(100).optional() })

/** Members who could take over, found by name or address. */
export async function readHandover({ db }: OrgContext, { q }: z.output<typeof findCandidatesSchema>) {
  const { user, ...rest } = candidate()
  const matches = containing(q ?? '')
  const [candidates, offer] = await Promise.all([
    db.membership.findMany({
      relationLoadStrategy: 'join',
      where: { ...rest, user: { ...user, ...(q && { OR: [{ name: matches }, { email: matches }] }) } },
      select: { id: true, builtInRole: true, role: { select: { name: true } }, user: { select: person } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: CANDIDATES + 1,
    }),
    findOpenOffer(db),
  ])
  return { candidates: candidates.slice(0, CANDIDATES), more: candidates.length > CANDIDATES, offer }
}
