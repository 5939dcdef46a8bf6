import { enter, type IdentityDb, type OrgDb } from '@/lib/db/scope'
import { findInviter } from '../members/joining'
import { roleColumns, roleOf } from '../roles/roles'
import { inState, isVouchedFor } from './states'
import { findInvitingPolicy } from './who-may-invite'

const LOOKED_AT = 50

/**
 * Whether this person could accept an invitation to the address that they have proved: open, of an organization that is
 * there, from somebody who may still give it. In the identity transaction, which it comes back to.
 */
export async function hasOpenInvitation(db: IdentityDb, userId: string): Promise<boolean> {
  const theirs = await enter(db, { userId })
  const addressed = await theirs.invitation.findMany({
    where: inState('pending'),
    orderBy: { createdAt: 'desc' },
    take: LOOKED_AT,
    select: { id: true, organizationId: true },
  })
  let open = false
  for (const { id, organizationId } of addressed) {
    open = await canBeAccepted(await enter(db, { organizationId }), organizationId, id)
    if (open) break
  }
  await enter(db, { identity: true })
  return open
}

async function canBeAccepted(db: OrgDb, organizationId: string, id: string) {
  const org = await db.organization.findFirst({ where: { id: organizationId, deletedAt: null }, select: { id: true } })
  const offer = await db.invitation.findFirst({ where: { id }, select: { invitedById: true, ...roleColumns } })
  if (!org || !offer) return false
  const terms = { way: 'mail' as const, policy: await findInvitingPolicy(db) }
  return isVouchedFor(roleOf(offer), await findInviter(db, offer.invitedById), terms)
}
