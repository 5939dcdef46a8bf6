import type { OrgDb } from '@/lib/db/scope'
import { ORGANIZATION_EXPORT_PAGE } from '@/lib/parameters'

// What an organization's export holds, table by table and column by column. A guard (tests/integration/organization-export.test.ts)
// compares it with the tables of tests/support/isolation.ts and their columns: what is in neither `select` nor `without` fails it.

export type Section = {
  table: string
  /** Of the table. What belongs to it from elsewhere, such as whose membership it is, stands there as well. */
  select: object
  /** What is left out, and why. */
  without?: Record<string, string>
  /** A page, oldest first; after this row of it. */
  read(db: OrgDb, begun: Date, after?: never): Promise<object[]>
}

const take = ORGANIZATION_EXPORT_PAGE
const SECRET = 'a digest of a secret'
type Created = { id: string; createdAt: Date }

/** Along the index that lists use. What was made after the export began is not part of it. */
function page(begun: Date, after?: Created) {
  const later = after && [{ createdAt: { gt: after.createdAt } }, { createdAt: after.createdAt, id: { gt: after.id } }]
  return {
    where: { createdAt: { lte: begun }, ...(later && { OR: later }) },
    orderBy: [{ createdAt: 'asc' as const }, { id: 'asc' as const }],
    take,
  }
}

const person = { select: { id: true, name: true, email: true } } as const
const made = { id: true, createdAt: true } as const

const role = { ...made, name: true, permissions: true } as const
const membership = {
  ...{ ...made, userId: true, builtInRole: true, roleId: true, roleEndsAt: true, user: person },
  ...{ temporaryBuiltInRole: true, temporaryRoleId: true, temporaryUntil: true },
} as const
const formerMember = { userId: true, leftAt: true } as const
const offer = { ...made, fromId: true, toId: true, becomes: true, expiresAt: true } as const
const invitation = {
  ...{ ...made, email: true, builtInRole: true, roleId: true, formerRole: true, message: true, invitedById: true },
  ...{ maxUses: true, uses: true, allowedDomains: true, sentAt: true, expiresAt: true },
  ...{ acceptedAt: true, revokedAt: true, askedAgainAt: true },
} as const
const use = { ...made, invitationId: true, userId: true } as const
const domain = {
  ...{ ...made, name: true, mode: true, builtInRole: true, roleId: true, modeSetById: true },
  ...{ verifiedAt: true, failingSince: true, toldAt: true, checkedAt: true, problem: true },
} as const
const joinRequest = { ...made, userId: true, email: true, expiresAt: true, declinedAt: true } as const
const accessRequest = { ...made, membershipId: true, permission: true, note: true } as const
const project = { ...made, name: true, archivedAt: true } as const
const view = { ...made, builtInRole: true, roleId: true, expiresAt: true } as const
const refusal = { minute: true, actorId: true, permission: true, ip: true, requestId: true } as const
const former = { slug: true, createdAt: true } as const
const released = { slug: true, releasedAt: true } as const

/** In this order. Add what is yours. */
export const sections = {
  formerSlugs: {
    table: 'FormerSlug',
    select: former,
    read: (db, begun, after?: { slug: string }) =>
      db.formerSlug.findMany({
        where: { createdAt: { lte: begun }, slug: { gt: after?.slug ?? '' } },
        orderBy: { slug: 'asc' },
        select: former,
        take,
      }),
  },
  releasedSlugs: {
    table: 'ReleasedSlug',
    select: released,
    read: (db, begun, after?: { slug: string }) =>
      db.releasedSlug.findMany({
        where: { releasedAt: { lte: begun }, slug: { gt: after?.slug ?? '' } },
        orderBy: { slug: 'asc' },
        select: released,
        take,
      }),
  },
  roles: {
    table: 'Role',
    select: role,
    read: (db, begun, after?: Created) => db.role.findMany({ ...page(begun, after), select: role }),
  },
  members: {
    table: 'Membership',
    select: membership,
    without: {
      toldOfEnd: 'what the worker has mailed already',
      sortName: 'follows from the name',
      searchText: 'follows from the name and the address',
      roleValue: 'follows from the role',
    },
    read: (db, begun, after?: Created) =>
      db.membership.findMany({ ...page(begun, after), relationLoadStrategy: 'join', select: membership }),
  },
  formerMembers: {
    table: 'FormerMember',
    select: formerMember,
    read: (db, begun, after?: { userId: string }) =>
      db.formerMember.findMany({
        where: { leftAt: { lte: begun }, ...(after && { userId: { gt: after.userId } }) },
        orderBy: { userId: 'asc' },
        select: formerMember,
        take,
      }),
  },
  ownershipOffers: {
    table: 'OwnershipOffer',
    select: offer,
    read: (db, begun, after?: Created) => db.ownershipOffer.findMany({ ...page(begun, after), select: offer }),
  },
  invitations: {
    table: 'Invitation',
    select: invitation,
    without: { mailTokenDigest: SECRET, copyTokenDigest: SECRET, linkTokenDigest: SECRET },
    read: (db, begun, after?: Created) => db.invitation.findMany({ ...page(begun, after), select: invitation }),
  },
  linkUses: {
    table: 'InvitationUse',
    select: use,
    read: (db, begun, after?: Created) => db.invitationUse.findMany({ ...page(begun, after), select: use }),
  },
  domains: {
    table: 'Domain',
    select: domain,
    without: { token: 'proves the domain for this claim alone, and is worth nothing elsewhere' },
    read: (db, begun, after?: Created) => db.domain.findMany({ ...page(begun, after), select: domain }),
  },
  joinRequests: {
    table: 'JoinRequest',
    select: joinRequest,
    read: (db, begun, after?: Created) => db.joinRequest.findMany({ ...page(begun, after), select: joinRequest }),
  },
  accessRequests: {
    table: 'AccessRequest',
    select: accessRequest,
    read: (db, begun, after?: Created) => db.accessRequest.findMany({ ...page(begun, after), select: accessRequest }),
  },
  roleViews: {
    table: 'RoleView',
    select: view,
    without: { sessionId: 'somebody’s session, which is theirs' },
    read: (db, begun, after?: Created) => db.roleView.findMany({ ...page(begun, after), select: view }),
  },
  refusals: {
    table: 'Refusal',
    select: refusal,
    without: { sessionId: 'somebody’s session, which is theirs' },
    read: (db, begun, after?: { minute: Date; actorId: string; permission: string }) =>
      db.refusal.findMany({ where: refusalsAfter(begun, after), orderBy: byMinute, select: refusal, take }),
  },
  projects: {
    table: 'Project',
    select: project,
    read: (db, begun, after?: Created) => db.project.findMany({ ...page(begun, after), select: project }),
  },
} satisfies Record<string, Section>

const byMinute = [{ minute: 'asc' as const }, { actorId: 'asc' as const }, { permission: 'asc' as const }]

/** Its key is all there is to go by. */
function refusalsAfter(begun: Date, after?: { minute: Date; actorId: string; permission: string }) {
  if (!after) return { minute: { lte: begun } }
  const { minute, actorId, permission } = after
  const sameMinute = [{ actorId: { gt: actorId } }, { actorId, permission: { gt: permission } }]
  return { minute: { lte: begun }, OR: [{ minute: { gt: minute } }, { minute, OR: sameMinute }] }
}

/** Before the sections, as each is one row. */
const itself = {
  ...{ id: true, slug: true, name: true, createdAt: true, accent: true, seatLimit: true, auditRetentionDays: true },
  ...{ image: true, deletedAt: true },
} as const
const policy = {
  ...{ secondFactorFrom: true, methods: true, methodsFrom: true, sessionIdle: true, sessionLifetime: true },
  ...{ networks: true, inviters: true, linkMakers: true, updatedAt: true },
} as const
const logo = { bytes: true, updatedAt: true } as const

export const singles: Omit<Section, 'read'>[] = [
  { table: 'Organization', select: itself },
  { table: 'Policy', select: policy },
  { table: 'OrganizationLogo', select: logo, without: { digest: 'follows from the picture' } },
]

/** Tables of which nothing is in it. */
export const leftOut: Record<string, string> = {
  AuditEvent: 'history has an export of its own, which keeps the chain: /api/o/[slug]/audit-log/jsonl',
  AuditDetail: 'goes with its event',
  AuditHead: 'says where the chain ends, as the last event does',
}

export async function readSingles(db: OrgDb) {
  const found = await db.organization.findFirstOrThrow({
    relationLoadStrategy: 'join',
    select: { ...itself, policy: { select: policy }, logo: { select: logo } },
  })
  const { policy: rules, logo: picture, ...organization } = found
  return {
    organization,
    policy: rules,
    logo: picture && {
      type: 'image/webp',
      base64: Buffer.from(picture.bytes).toString('base64'),
      updatedAt: picture.updatedAt,
    },
  }
}
