import type { UserContext } from '@/lib/access/context'
import { type OrgDb, scopedTo } from '@/lib/db/scope'
import { heldRoleColumns } from '../roles/held-roles'
import { active } from '../roles/roles'
import { owning } from './ownership'

export const side = { id: true, ...heldRoleColumns, user: { select: { id: true, name: true, email: true } } } as const
export const shownOffer = {
  id: true,
  becomes: true,
  expiresAt: true,
  from: { select: side },
  to: { select: side },
} as const

/** Who may be offered it: a member who is here, has proved their address, and is no owner yet. */
export const candidate = () => {
  const { user, ...inTime } = active()
  const noOwner = { OR: [{ builtInRole: null }, { builtInRole: { not: 'owner' as const } }] } // NULL is unequal to nothing
  return { AND: [inTime, noOwner], user: { ...user, emailVerified: { not: null } } }
}

/** Judged whenever it is looked at, by no job: in time, from somebody who is an owner, to somebody who can become one. */
export const openOffer = () => ({ expiresAt: { gt: new Date() }, from: owning, to: candidate() })

export function findOpenOffer(db: OrgDb) {
  return db.ownershipOffer.findFirst({ relationLoadStrategy: 'join', where: openOffer(), select: shownOffer })
}

export type OpenOffer = NonNullable<Awaited<ReturnType<typeof findOpenOffer>>>

/** What is offered to this person, in whatever organization. */
export async function listOwnershipOffers({ db, user }: Pick<UserContext, 'db' | 'user'>) {
  const offered = await db.ownershipOffer.findMany({
    relationLoadStrategy: 'join',
    where: { expiresAt: { gt: new Date() }, to: { userId: user.id }, organization: { deletedAt: null } },
    select: { id: true, organization: { select: { id: true, name: true, slug: true } } },
    orderBy: { createdAt: 'desc' },
    take: 20,
  })
  const offers = await Promise.all(
    offered.map(async ({ id, organization }) => {
      const found = await findOpenOffer(scopedTo({ organizationId: organization.id }))
      return found?.id === id ? [{ ...found, organization }] : []
    }),
  )
  return offers.flat()
}
