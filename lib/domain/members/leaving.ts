import { z } from 'zod'
import { type AuditAction, appendAudit } from '@/lib/access/audit'
import type { UserContext } from '@/lib/access/context'
import { enter, lockOrganization, type OrgDb, scopedTo } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { endOwnership, hasAnotherOwner } from '../ownership/ownership'
import { id } from '../strings'

export const leaveOrganizationSchema = z.object({ organizationId: id() })

const ONLY_OWNER = 'You are the only owner. Make somebody else an owner first, or delete the organization.'

/** Every member may leave, whatever the role; it needs no permission. The last owner cannot. */
export async function leaveOrganization(
  ctx: UserContext,
  { organizationId }: z.output<typeof leaveOrganizationSchema>,
) {
  const { db, user } = ctx
  const mine = { userId: user.id, organizationId, organization: { deletedAt: null } }
  if (!(await db.membership.findFirst({ where: mine, select: { id: true } }))) {
    throw new AppError('NOT_FOUND', NOTHING_HERE)
  }
  const { orgDb, membership } = await holdMine(ctx, organizationId)
  if (!membership) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (membership.builtInRole === 'owner') await endOwnership(orgDb, membership.id, ONLY_OWNER)
  await orgDb.membership.deleteMany({ where: { id: membership.id } })
  await noteGoing(ctx, orgDb, 'member.left', membership)
  return { redirectTo: '/account/organizations?left' }
}

/**
 * Says in every organization that this person goes with their account, and holds each of them, so that nobody leaves one
 * without an owner in the same moment. Their memberships end with the account. Refuses while they are the only owner of one.
 */
export async function prepareToGo(ctx: UserContext): Promise<void> {
  const memberships = await ctx.db.membership.findMany({
    where: { userId: ctx.user.id, organization: { deletedAt: null } },
    orderBy: { organizationId: 'asc' }, // two at once lock in the same order
    select: { organization: { select: { id: true, name: true } } },
  })
  for (const { organization } of memberships) {
    const { orgDb, membership } = await holdMine(ctx, organization.id)
    if (!membership) continue
    const refusal = `You are the only owner of ${organization.name}. Nothing was deleted.`
    if (membership.builtInRole === 'owner') await endOwnership(orgDb, membership.id, refusal)
    await noteGoing(ctx, orgDb, 'member.account_deleted', membership)
  }
}

/** Organizations that would be left without anybody who looks after them, and the others of which this person is a member. */
export async function listWhatHolds({ db, user }: Pick<UserContext, 'db' | 'user'>) {
  const memberships = await db.membership.findMany({
    where: { userId: user.id, organization: { deletedAt: null } },
    select: { id: true, builtInRole: true, organization: { select: { id: true, name: true, slug: true } } },
    orderBy: { organization: { name: 'asc' } },
    relationLoadStrategy: 'join',
  })
  const owned: (Organization & { members: number })[] = []
  const others: (Organization & { isOwner: boolean })[] = []
  for (const { id, builtInRole, organization } of memberships) {
    const orgDb = scopedTo({ organizationId: organization.id })
    const isOnlyOwner = builtInRole === 'owner' && !(await hasAnotherOwner(orgDb, id))
    if (isOnlyOwner) owned.push({ ...organization, members: await orgDb.membership.count() })
    else others.push({ ...organization, isOwner: builtInRole === 'owner' })
  }
  return { owned, others }
}

type Organization = { id: string; name: string; slug: string }
type Mine = { id: string; builtInRole: string | null; role: { name: string } | null }

/** Locks, then looks. */
async function holdMine({ db, user }: UserContext, organizationId: string) {
  const orgDb = await enter(db, { organizationId })
  await lockOrganization(orgDb, organizationId)
  const membership = await orgDb.membership.findFirst({
    where: { userId: user.id, organizationId, organization: { deletedAt: null } },
    select: { id: true, builtInRole: true, role: { select: { name: true } } },
  })
  return { orgDb, membership }
}

function noteGoing({ user, session, request }: UserContext, orgDb: OrgDb, action: AuditAction, mine: Mine) {
  const actor = { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
  const target = { id: mine.id, name: user.name, userId: user.id }
  return appendAudit(orgDb, actor, request, [{ action, target, before: { role: mine.builtInRole ?? mine.role?.name } }])
}
