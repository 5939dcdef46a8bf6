import { enter, type IdentityDb } from '@/lib/db/scope'
import { DATA_EXPORT_PIECE } from '@/lib/parameters'

// Everything about a person, section by section, as they get it. Every column is named: a secret that is added to a table
// tomorrow is not in it. What is left out, and why, is in docs/security.md.

export type Subject = { db: IdentityDb; userId: string; exportId: string }
type Section = { name: string; read: (subject: Subject) => Promise<unknown> }
type Piece = { rows: unknown[]; next?: string }
/** A list without an end. `after` is what the piece before gave as `next`; `count` tells how much there is in all. */
type LongSection = {
  name: string
  count: (subject: Subject) => Promise<number>
  readFrom: (subject: Subject, after: string | null) => Promise<Piece>
}

const offer = { becomes: true, createdAt: true, expiresAt: true } as const
const oldestFirst = { orderBy: { createdAt: 'asc' } } as const

export const sections: readonly (Section | LongSection)[] = [
  {
    name: 'profile',
    read: ({ db, userId }) =>
      db.user.findFirst({
        where: { id: userId },
        select: {
          ...{ id: true, name: true, email: true, emailVerified: true, createdAt: true, disabledAt: true },
          ...{ lastOrganizationId: true, passkeyOfferAfter: true, passkeyHandle: true },
        },
      }),
  },
  {
    name: 'picture',
    async read({ db, userId }) {
      const found = await db.avatar.findFirst({ where: { userId }, select: { bytes: true, updatedAt: true } })
      return (
        found && { type: 'image/webp', updatedAt: found.updatedAt, base64: Buffer.from(found.bytes).toString('base64') }
      )
    },
  },
  {
    name: 'furtherEmailAddresses',
    read: ({ db, userId }) =>
      db.emailAddress.findMany({
        where: { userId },
        select: { email: true, verifiedAt: true },
        orderBy: { email: 'asc' },
      }),
  },
  {
    name: 'password',
    read: ({ db, userId }) => db.password.findFirst({ where: { userId }, select: { changedAt: true } }),
  },
  {
    name: 'passkeys',
    read: ({ db, userId }) =>
      db.passkey.findMany({
        where: { userId },
        select: {
          ...{ name: true, aaguid: true, transports: true, backupEligible: true, backedUp: true },
          ...{ createdAt: true, lastUsedAt: true },
        },
        ...oldestFirst,
      }),
  },
  {
    name: 'authenticatorApp',
    read: ({ db, userId }) =>
      db.authenticatorApp.findFirst({ where: { userId }, select: { createdAt: true, confirmedAt: true } }),
  },
  {
    name: 'recoveryCodes',
    read: ({ db, userId }) =>
      db.recoveryCode.findMany({ where: { userId }, select: { createdAt: true, usedAt: true }, ...oldestFirst }),
  },
  {
    name: 'connectedAccounts',
    async read({ db, userId }) {
      const found = await db.account.findMany({
        where: { userId },
        select: { provider: true, providerAccountId: true, label: true, createdAt: true, lastUsedAt: true },
        ...oldestFirst,
      })
      return found.map(({ provider: issuer, providerAccountId: subject, ...rest }) => ({ issuer, subject, ...rest }))
    },
  },
  {
    name: 'sessions',
    read: ({ db, userId }) =>
      db.session.findMany({
        where: { userId },
        select: {
          ...{ id: true, method: true, provedAt: true, secondFactor: true, secondFactorAt: true, stepUpAt: true },
          ...{ deviceId: true, ip: true, userAgent: true, createdAt: true, lastUsedAt: true, expiresAt: true },
        },
        ...oldestFirst,
      }),
  },
  {
    name: 'devices',
    read: ({ db, userId }) =>
      db.device.findMany({
        where: { userId },
        select: { id: true, ip: true, userAgent: true, createdAt: true, lastUsedAt: true, rememberedUntil: true },
        ...oldestFirst,
      }),
  },
  {
    name: 'mailedLinks',
    read: ({ db, userId }) =>
      db.token.findMany({
        where: { userId },
        select: { purpose: true, email: true, name: true, createdAt: true, expiresAt: true, usedAt: true },
        ...oldestFirst,
      }),
  },
  { name: 'memberships', read: listMemberships },
  {
    name: 'invitations',
    async read({ db, userId }) {
      const own = await enter(db, { userId })
      return own.invitation.findMany({
        select: {
          ...{ organizationId: true, email: true, builtInRole: true, message: true, createdAt: true, sentAt: true },
          ...{ expiresAt: true, acceptedAt: true, revokedAt: true },
        },
        ...oldestFirst,
      })
    },
  },
  {
    name: 'joinRequests',
    async read({ db, userId }) {
      const own = await enter(db, { userId })
      return own.joinRequest.findMany({
        where: { userId },
        select: { organizationId: true, email: true, createdAt: true, expiresAt: true },
        ...oldestFirst,
      })
    },
  },
  {
    name: 'securityEvents',
    count: ({ db, userId }) => db.securityEvent.count({ where: { userId } }),
    async readFrom({ db, userId }, after) {
      const [at = '', id = ''] = after?.split(' ') ?? []
      const rows = await db.securityEvent.findMany({
        where: { userId, ...(after && { OR: [{ at: { gt: new Date(at) } }, { at: new Date(at), id: { gt: id } }] }) },
        select: { id: true, at: true, action: true, sessionId: true, ip: true, userAgent: true, details: true },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
        take: DATA_EXPORT_PIECE,
      })
      return pieceOf(rows, ({ at, id }) => `${at.toISOString()} ${id}`)
    },
  },
  { name: 'history', count: countHistory, readFrom: listHistory },
]

function pieceOf<Row>(rows: Row[], cursorOf: (row: Row) => string): Piece {
  const last = rows.at(-1)
  return { rows, next: rows.length === DATA_EXPORT_PIECE && last ? cursorOf(last) : undefined }
}

/** Each looked at within its organization, as a custom role and a refusal are seen from nowhere else. */
async function listMemberships({ db, userId }: Subject) {
  const own = await enter(db, { userId })
  const mine = await own.membership.findMany({ where: { userId }, select: { organizationId: true }, ...oldestFirst })
  const found = []
  for (const { organizationId } of mine) {
    const inside = await enter(db, { organizationId })
    const membership = await inside.membership.findFirst({
      where: { userId },
      select: {
        ...{
          id: true,
          createdAt: true,
          builtInRole: true,
          roleEndsAt: true,
          temporaryBuiltInRole: true,
          temporaryUntil: true,
        },
        role: { select: { name: true } },
        temporaryRole: { select: { name: true } },
        organization: { select: { id: true, slug: true, name: true } },
        accessRequests: { select: { permission: true, note: true, createdAt: true }, ...oldestFirst },
        ownershipOffered: { select: offer },
        ownershipOffer: { select: offer },
      },
    })
    const refusals = await inside.refusal.findMany({
      where: { actorId: userId },
      select: { minute: true, permission: true, ip: true },
      orderBy: { minute: 'asc' },
    })
    if (membership) found.push({ ...membership, refusals })
  }
  return found
}

type Act = { organization_id: string; organization_name: string; sequence: bigint; at: Date; action: string } & Record<
  'target' | 'name' | 'email' | 'ip' | 'user_agent',
  string | null
>

async function listHistory({ db, exportId }: Subject, after: string | null) {
  const [organization = null, sequence = null] = after?.split(' ') ?? []
  const rows = await db.$queryRaw<Act[]>`
    select * from personal_history(${exportId}::uuid, ${organization}::uuid, ${sequence}::bigint, ${DATA_EXPORT_PIECE}::int)`
  const { next } = pieceOf(rows, (row) => `${row.organization_id} ${row.sequence}`)
  const acts = rows.map(
    ({ organization_id: id, organization_name: name, sequence, user_agent: userAgent, ...act }) => ({
      organization: { id, name },
      sequence: Number(sequence),
      at: act.at,
      action: act.action,
      target: act.target,
      as: { name: act.name, email: act.email, ip: act.ip, userAgent },
    }),
  )
  return { rows: acts, next }
}

async function countHistory({ db, exportId }: Subject) {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int from personal_history(${exportId}::uuid, null, null, null)`
  return row?.count ?? 0
}
