import type { OrgContext } from '@/lib/access/context'
import { can } from '@/lib/access/permissions'
import { COUNT_CAP } from '../members/people'

/** What the dashboard shows, in two statements. What this person may not see is null or empty. */
export async function readOverview(ctx: OrgContext) {
  const [totals, latest] = await Promise.all([countAll(ctx), listLatest(ctx)])
  return { ...totals, ...latest }
}

type Offer = { id: string; from: string; becomes: 'owner' | 'admin'; expiresAt: string }
type Totals = { members: number; projects: number; invitations: number; offer: Offer | null }

/** Counts stop one beyond the cap, along an index: in a large organization counting on would read whole tables. */
async function countAll({ db, org, actor }: OrgContext) {
  const [totals] = await db.$queryRaw<Totals[]>`
    select (select count(*)::int from (select from "Membership" where "organizationId" = ${org.id}::uuid order by "createdAt", id limit ${COUNT_CAP + 1}) m) as members,
           (select count(*)::int from (
              select from "Project" where "archivedAt" is null order by "createdAt" desc, id desc limit ${COUNT_CAP + 1}) p) as projects,
           (select count(*)::int from (
              select from "Invitation"
               where "organizationId" = ${org.id}::uuid and "acceptedAt" is null and "revokedAt" is null and "expiresAt" > now()
               order by "expiresAt" limit ${COUNT_CAP + 1}) i) as invitations,
           (select jsonb_build_object('id', o.id, 'from', u.name, 'becomes', o.becomes, 'expiresAt', o."expiresAt")
              from "OwnershipOffer" o join "Membership" m on m.id = o."fromId" join "User" u on u.id = m."userId"
             where o."toId" = ${actor.membershipId}::uuid and o."expiresAt" > now()
               and m."builtInRole" = 'owner' and u."disabledAt" is null and u."emailVerified" is not null) as offer`
  return {
    members: totals && can(actor, 'member:read') ? totals.members : null,
    projects: totals && can(actor, 'project:read') ? totals.projects : null,
    invitations: totals && can(actor, 'member:invite') ? totals.invitations : null,
    /** Ownership that waits for this person to take or leave it. */
    offer: actor.builtInRole === 'owner' ? null : (totals?.offer ?? null),
  }
}

async function listLatest({ db, org, actor }: OrgContext) {
  const { projects, auditEvents } = await db.organization.findFirstOrThrow({
    where: { id: org.id },
    relationLoadStrategy: 'join',
    select: {
      projects: {
        where: { archivedAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: can(actor, 'project:read') ? 5 : 0,
        select: { id: true, name: true, createdAt: true },
      },
      auditEvents: {
        orderBy: { sequence: 'desc' },
        take: can(actor, 'audit:read') ? 8 : 0,
        select: { sequence: true, at: true, action: true, detail: { select: { detail: true } } },
      },
    },
  })
  const activity = auditEvents.map(({ sequence, at, action, detail }) => ({
    id: String(sequence),
    at,
    action,
    ...named(detail?.detail),
  }))
  return { recentProjects: projects, activity }
}

/** An erased detail has no names any more; the event stands without them. */
function named(detail: unknown): { actor: string | null; target: string | null } {
  const { actor, target } = (detail ?? {}) as { actor?: { name?: string }; target?: string | null }
  return { actor: actor?.name ?? null, target: target ?? null }
}
