import { z } from 'zod'
import { appendAudit } from '@/lib/access/audit'
import type { UserContext } from '@/lib/access/context'
import { enter, lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { id } from './strings'

export const leaveOrganizationSchema = z.object({ organizationId: id() })

const ONLY_OWNER = 'You are the only owner. Make somebody else an owner first, or delete the organization.'

/** Every member may leave, whatever the role; it needs no permission. The last owner cannot. */
export async function leaveOrganization(
  { db, user, session, request }: UserContext,
  { organizationId }: z.output<typeof leaveOrganizationSchema>,
) {
  const mine = { userId: user.id, organizationId, organization: { deletedAt: null } }
  if (!(await db.membership.findFirst({ where: mine, select: { id: true } }))) {
    throw new AppError('NOT_FOUND', NOTHING_HERE)
  }
  const orgDb = await enter(db, { organizationId })
  await lockOrganization(orgDb, organizationId)
  const membership = await orgDb.membership.findFirst({
    where: mine,
    select: { id: true, builtInRole: true, role: { select: { name: true } } },
  })
  if (!membership) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (membership.builtInRole === 'owner') {
    // somebody who is disabled cannot look after an organization
    const others = { builtInRole: 'owner', id: { not: membership.id }, user: { disabledAt: null } } as const
    if ((await orgDb.membership.count({ where: others })) === 0) throw new AppError('CONFLICT', ONLY_OWNER)
  }
  await orgDb.membership.deleteMany({ where: { id: membership.id } })
  const actor = { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
  await appendAudit(orgDb, actor, request, [
    {
      action: 'member.left',
      target: { id: membership.id, name: user.name },
      before: { role: membership.builtInRole ?? membership.role?.name },
    },
  ])
  return { redirectTo: '/account/organizations?left' }
}
