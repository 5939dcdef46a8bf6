import { cookies } from 'next/headers'
import type { BuiltInRole } from '@/lib/access/permissions'
import type { Policy } from '@/lib/access/policies'
import { pool } from '@/lib/db/pool'
import type { Db } from '@/lib/db/scope'
import { sessionCookie } from './cookie-names'
import { digest } from './secrets'
import { readToken } from './signed-token'

export type SessionUser = {
  id: string
  email: string
  emailVerified: boolean
  /** The further ones, proved. */
  addresses: string[]
  name: string
  image: string | null
  lastOrganizationId: string | null
}
export type CurrentSession = {
  id: string
  method: string
  createdAt: Date
  provedAt: Date
  secondFactorAt: Date | null
  stepUpAt: Date | null
  /** Seconds: the longest that it lay unused, until now; and since its sign-in. The database's clock. */
  idle: number
  age: number
}
/** A look of its own, if it has one: a name in lib/accents.ts, and the address of its logo. */
export type Look = { accent?: string | null; image?: string | null }
export type OrganizationEntry = { id: string; slug: string; name: string; role: string } & Look
export type InvitationEntry = {
  id: string
  organizationName: string
  role: string
  inviterName: string | null
  expiresAt: string
}

type HeldRole = { builtInRole: BuiltInRole } | { builtInRole: null; name: string; permissions: string[] }

/** Who is calling, and what they are in the organization that the URL names. */
export type Caller = {
  session: CurrentSession
  user: SessionUser
  org: { id: string; slug: string; name: string; createdAt: Date; policy: Policy | null } | null
  membership: {
    id: string
    role: HeldRole
    /** When that one is held for a time only: what follows, and when. */
    afterwards: (HeldRole & { until: Date }) | null
    /** The role as which this session looks at the organization, if it does: lib/domain/roles/views.ts. */
    viewed: HeldRole | null
  } | null
  /** The slug that this organization has now, when the URL names one that it had before. */
  movedTo: string | null
  organizations: OrganizationEntry[]
  invitations: InvitationEntry[]
}

type JsonRole = { builtInRole: BuiltInRole | null; name: string; permissions: string[] }
type Row = {
  session_id: string
  session_method: string
  session_created_at: Date
  proved_at: Date
  second_factor_at: Date | null
  step_up_at: Date | null
  session_idle: number
  session_age: number
  user_id: string
  user_email: string
  user_email_verified: boolean
  user_addresses: string[]
  user_name: string
  user_image: string | null
  last_organization_id: string | null
  organization_id: string | null
  organization_slug: string
  organization_name: string
  organization_created_at: Date
  membership_id: string
  built_in_role: BuiltInRole | null
  role_name: string
  role_permissions: string[]
  afterwards: (JsonRole & { until: string }) | null
  policy:
    | (Omit<Policy, 'secondFactorFrom' | 'methodsFrom'> & Record<'secondFactorFrom' | 'methodsFrom', string | null>)
    | null
  viewed: JsonRole | null
  moved_to: string | null
  organizations: OrganizationEntry[] | null
  invitations: InvitationEntry[] | null
  marks?: Record<string, Look>
}

/** The token in this request's session cookie, if the cookie is genuine. Whether a session still stands behind it, only the database knows. */
export async function readSessionToken(): Promise<string | null> {
  return readToken((await cookies()).get(sessionCookie())?.value)
}

/** One database call, for a page or handler: also notes the visit and gathers what the frame around a page shows. */
export async function findCaller(slug: string | null): Promise<Caller | null> {
  const token = await readSessionToken()
  return token ? findCallerOf(token, slug) : null
}

/** The same for a session that has just begun, whose cookie the browser does not send yet. */
export async function findCallerOf(token: string, slug: string | null = null): Promise<Caller | null> {
  const { rows } = await pool.query<Row>({
    name: 'request_context',
    text: 'select c.*, organization_marks($1) as marks from request_context($1, $2, true) c',
    values: [digest(token), slugOf(slug)],
  })
  return rows[0] ? toCaller(rows[0]) : null
}

/** The same inside an act's transaction, as its first statement. */
export async function findCallerIn(db: Pick<Db<'user'>, '$queryRaw'>, slug: string | null): Promise<Caller | null> {
  const token = await readSessionToken()
  if (!token) return null
  const rows = await db.$queryRaw<Row[]>`select * from request_context(${digest(token)}, ${slugOf(slug)}, false)`
  return rows[0] ? toCaller(rows[0]) : null
}

/** What cannot be a slug names no organization, and never reaches the database. */
const slugOf = (claim: string | null) => (claim !== null && /^[a-z0-9-]{3,48}$/.test(claim) ? claim : null)

function toCaller(row: Row): Caller {
  return {
    session: {
      id: row.session_id,
      method: row.session_method,
      createdAt: row.session_created_at,
      provedAt: row.proved_at,
      secondFactorAt: row.second_factor_at,
      stepUpAt: row.step_up_at,
      idle: row.session_idle,
      age: row.session_age,
    },
    user: {
      id: row.user_id,
      email: row.user_email,
      emailVerified: row.user_email_verified,
      addresses: row.user_addresses,
      name: row.user_name,
      image: row.user_image,
      lastOrganizationId: row.last_organization_id,
    },
    org: row.organization_id
      ? {
          id: row.organization_id,
          slug: row.organization_slug,
          name: row.organization_name,
          createdAt: row.organization_created_at,
          policy: row.policy && toPolicy(row.policy),
        }
      : null,
    membership: row.organization_id
      ? {
          id: row.membership_id,
          role: toRole({ builtInRole: row.built_in_role, name: row.role_name, permissions: row.role_permissions }),
          afterwards: row.afterwards && { ...toRole(row.afterwards), until: new Date(row.afterwards.until) },
          viewed: row.viewed && toRole(row.viewed),
        }
      : null,
    movedTo: row.moved_to,
    organizations: (row.organizations ?? []).map((entry) => ({ ...entry, ...row.marks?.[entry.id] })),
    invitations: row.invitations ?? [],
  }
}

function toRole({ builtInRole, name, permissions }: JsonRole): HeldRole {
  return builtInRole ? { builtInRole } : { builtInRole, name, permissions }
}

/** Dates within JSON are text. */
function toPolicy({ secondFactorFrom, methodsFrom, ...policy }: NonNullable<Row['policy']>): Policy {
  const date = (text: string | null) => (text === null ? null : new Date(text))
  return { ...policy, secondFactorFrom: date(secondFactorFrom), methodsFrom: date(methodsFrom) }
}
