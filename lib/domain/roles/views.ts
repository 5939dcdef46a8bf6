import { z } from 'zod'
import { appendAudit } from '@/lib/access/audit'
import type { OrgAct, OrgContext, UserContext } from '@/lib/access/context'
import { enter } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ROLE_VIEW_LIFETIME } from '@/lib/parameters'
import { getRole, hasAsMuch, type Role, requireAsMuch, roleColumns, roleData, roleOf } from './roles'

export const viewAsSchema = z.object({ role: z.string('Choose a role.').min(1, 'Choose a role.') })

/** Whether the way in is shown. Owners see everything, and one's own role one sees anyway. */
export function canViewAs(actor: OrgContext['actor'], role: Role): boolean {
  if (actor.viewingAs || role.builtInRole === 'owner' || role.name === actor.role) return false
  return hasAsMuch(actor, role)
}

/** From its next request on this session sees what that role sees, and changes nothing, for an hour at most. */
export async function viewAs(
  { db, org, actor, session, audit }: OrgAct,
  { role: wanted }: z.output<typeof viewAsSchema>,
) {
  const role = await getRole(db, wanted)
  requireAsMuch(actor, role)
  const data = { ...roleData(role), sessionId: session.id, expiresAt: new Date(Date.now() + ROLE_VIEW_LIFETIME) }
  await db.roleView.deleteMany({ where: { sessionId: session.id } })
  await db.roleView.create({ data, select: { id: true } })
  audit({ action: 'role.viewed_as', target: { id: role.value, name: role.name }, after: { until: data.expiresAt } })
  return { redirectTo: `/o/${org.slug}`, newFrame: true as const }
}

export const stopViewingSchema = z.object({ organizationId: z.uuid(NOTHING_HERE) })

/** Whoever only looks can do nothing in the organization, so this is an act of their own. */
export async function stopViewing(
  { db: own, user, session, request }: UserContext,
  { organizationId }: z.output<typeof stopViewingSchema>,
) {
  const mine = await own.membership.findFirst({
    where: { userId: user.id, organizationId, organization: { deletedAt: null } },
    select: { organization: { select: { slug: true } } },
  })
  if (!mine) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const db = await enter(own, { organizationId })
  const view = await db.roleView.findFirst({ where: { sessionId: session.id }, select: { id: true, ...roleColumns } })
  if (view) {
    await db.roleView.deleteMany({ where: { id: view.id } })
    const { value, name } = roleOf(view)
    const actor = { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
    await appendAudit(db, actor, request, [
      { action: 'role.view_ended', target: { id: value, name }, before: { viewed: name } },
    ])
  }
  return { redirectTo: `/o/${mine.organization.slug}/roles`, newFrame: true as const }
}
