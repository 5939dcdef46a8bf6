import type { OrgContext } from '@/lib/access/context'
import { can } from '@/lib/access/permissions'

/** What the dashboard shows, in one statement. What this person may not see is null or empty. */
export async function readOverview({ db, org, actor }: OrgContext) {
  const pending = { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } }
  const seesProjects = can(actor, 'project:read')
  const { _count, projects, auditEvents } = await db.organization.findFirstOrThrow({
    where: { id: org.id },
    relationLoadStrategy: 'join',
    select: {
      _count: {
        select: {
          memberships: true,
          projects: { where: { archivedAt: null } },
          invitations: { where: pending },
        },
      },
      projects: {
        where: { archivedAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: seesProjects ? 5 : 0,
        select: { id: true, name: true, createdAt: true },
      },
      auditEvents: {
        orderBy: { sequence: 'desc' },
        take: can(actor, 'audit:read') ? 8 : 0,
        select: { sequence: true, at: true, action: true, detail: { select: { detail: true } } },
      },
    },
  })
  return {
    members: can(actor, 'member:read') ? _count.memberships : null,
    projects: seesProjects ? _count.projects : null,
    invitations: can(actor, 'member:invite') ? _count.invitations : null,
    recentProjects: projects,
    activity: auditEvents.map(({ sequence, at, action, detail }) => ({
      id: String(sequence),
      at,
      action,
      ...named(detail?.detail),
    })),
  }
}

/** An erased detail has no names any more; the event stands without them. */
function named(detail: unknown): { actor: string | null; target: string | null } {
  const { actor, target } = (detail ?? {}) as { actor?: { name?: string }; target?: string | null }
  return { actor: actor?.name ?? null, target: target ?? null }
}
