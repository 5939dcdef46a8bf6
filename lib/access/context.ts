import type { Caller, CurrentSession, SessionUser } from '@/lib/auth/context'
import type { IdentityDb, OrgDb, UserDb } from '@/lib/db/scope'
import type { RequestInfo } from '@/lib/request'
import type { AuditEntry } from './audit'
import type { BuiltInRole, Permissions } from './permissions'

/** The membership that performs this request. */
export type Actor = {
  userId: string
  membershipId: string
  name: string
  email: string
  /** The role's name; `builtInRole` is null for a role of the organization's own. */
  role: string
  builtInRole: BuiltInRole | null
  permissions: Permissions
  /** When they have it for a time only: until when, and which role is theirs again from then on. */
  afterwards: { until: Date; role: { name: string; builtInRole: BuiltInRole | null; permissions: Permissions } } | null
  /** What the organization's policy keeps from this role. It may still be given to others. */
  withheld: Permissions
  /** As whom this session looks at the organization: nothing can be done meanwhile. */
  viewingAs: string | null
}

/** What a tenant function demands by type: nobody gets one without a proved membership. */
export type OrgContext = {
  db: OrgDb
  org: NonNullable<Caller['org']>
  actor: Actor
  session: CurrentSession
  request: RequestInfo
}

/** A context that changes something: what happened is said with `audit` and written just before the commit. */
export type OrgAct = OrgContext & { audit(entry: AuditEntry): void }

/** A signed-in person, with no organization. */
export type UserContext = { db: UserDb; user: SessionUser; session: CurrentSession; request: RequestInfo }

/** Anybody. There is no database in it: what a stranger may cause is in lib/auth. `drawnFor`: whose page the form was on, as it says. */
export type PublicContext = { request: RequestInfo; drawnFor?: string }

export type { IdentityDb, OrgDb, UserDb }
