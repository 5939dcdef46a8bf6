import type { UserContext } from '@/lib/access/context'
import type { digest } from '@/lib/auth/secrets'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { addMember, audit, enterToJoin, findInviter, isActiveMember } from '../members/joining'
import { roleColumns, roleOf } from '../roles/roles'
import { isVouchedFor, stateOf } from './states'
import { isInDomains, isUsedUp } from './view'
import { findInvitingPolicy } from './who-may-invite'

type Opened = { id: string; organizationId: string }

/**
 * By a link for several. Everything is asked under the organization's lock, which is also what counts the uses: of twenty who
 * come at once to a link for five, five join. Who is a member already is let in, and uses nothing up.
 */
export async function joinByLink(ctx: UserContext, { id, organizationId }: Opened, secret: ReturnType<typeof digest>) {
  const { user } = ctx
  const { db, org } = await enterToJoin(ctx, organizationId)
  const link = await db.invitation.findFirst({
    where: { id, linkTokenDigest: secret },
    select: {
      ...{ id: true, invitedById: true, uses: true, maxUses: true, allowedDomains: true, ...roleColumns },
      ...{ expiresAt: true, acceptedAt: true, revokedAt: true },
    },
  })
  if (!org || !link) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const destination = { redirectTo: `/o/${org.slug}` }
  if (await isActiveMember(db, user.id)) return destination
  requireOpen(link)
  const role = roleOf(link)
  const terms = { way: 'link' as const, policy: await findInvitingPolicy(db) }
  if (!isVouchedFor(role, await findInviter(db, link.invitedById), terms))
    throw new AppError('CONFLICT', 'This invitation is no longer available. Ask for a new one.')
  requireProvedIn(user, link.allowedDomains)

  const membershipId = await addMember(db, { organizationId, userId: user.id, role })
  if (!membershipId) return destination // of somebody who is disabled nothing is undone here
  await db.invitation.update({ where: { id }, data: { uses: { increment: 1 } }, select: { id: true } })
  await db.invitationUse.create({ data: { invitationId: id, userId: user.id }, select: { id: true } })
  await audit(ctx, db, {
    action: 'member.joined',
    target: { id: membershipId, name: user.name, userId: user.id },
    after: { role: role.name, invitation: id, by: 'link' },
  })
  return destination
}

type Link = Parameters<typeof stateOf>[0] & Parameters<typeof isUsedUp>[0]

function requireOpen(link: Link) {
  const state = stateOf(link)
  if (state === 'expired') throw new AppError('CONFLICT', 'This link has expired. Ask for a new one.')
  if (state !== 'pending') throw new AppError('CONFLICT', 'This link was revoked.')
  if (isUsedUp(link))
    throw new AppError('CONFLICT', 'This link has been used as often as it may be. Ask for a new one.')
}

/** An address that nobody has proved is a claim: it is in no domain. */
function requireProvedIn(user: UserContext['user'], domains: string[]) {
  if (!user.emailVerified) throw new AppError('FORBIDDEN', 'Verify your e-mail address first.')
  if (!isInDomains(user, domains))
    throw new AppError(
      'FORBIDDEN',
      `This link is for addresses at ${new Intl.ListFormat('en', { type: 'disjunction' }).format(domains)}.`,
    )
}
