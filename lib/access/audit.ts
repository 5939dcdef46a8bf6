import { brand } from '@/lib/brand'
import type { OrgDb } from '@/lib/db/scope'
import type { RequestInfo } from '@/lib/request'

/** Everything that can be said to have happened in an organization: facts, in the past. */
export const auditActions = {
  'organization.created': 'created the organization',
  'organization.renamed': 'renamed the organization',
  'organization.slug_changed': 'changed the address',
  'organization.slug_released': 'gave up an address',
  'organization.logo_changed': 'changed the logo',
  'organization.accent_changed': 'changed the colour',
  'organization.exported': 'exported the data of the organization',
  'organization.deleted': 'deleted the organization',
  'organization.restored': 'restored the organization',
  'ownership.offered': 'offered ownership to',
  'ownership.accepted': 'accepted the ownership offered by',
  'ownership.declined': 'declined the ownership offered by',
  'ownership.withdrawn': 'took back the ownership offered to',
  'role.viewed_as': 'looked at the organization as',
  'role.view_ended': 'stopped looking at the organization as',
  'policy.changed': 'changed the policies of',
  'member.joined': 'joined',
  'member.role_changed': 'changed the role of',
  'member.role_end_changed': 'changed the end of the role of',
  'member.role_fell_back': 'ended the temporary role of',
  'member.removed': 'removed',
  'member.left': 'left',
  'member.account_deleted': 'left by deleting their account',
  'member.exported': 'exported the list of members of',
  'access.requested': 'asked for the permission',
  'access.granted': 'granted what was asked for by',
  'access.declined': 'declined what was asked for by',
  'access.withdrawn': 'took back the request for the permission',
  'role.created': 'created the role',
  'role.updated': 'changed the role',
  'role.deleted': 'deleted the role',
  'invitation.created': 'invited',
  'invitation.resent': 'sent the invitation again to',
  'invitation.link_copied': 'copied an invitation link for',
  'invitation.accepted': 'accepted an invitation',
  'invitation.revoked': 'revoked the invitation for',
  'invitation.declined': 'declined an invitation',
  'invitation.asked_again': 'asked for a new invitation',
  'invitation.link_created': 'made an invitation link for the role',
  'invitation.link_revoked': 'revoked an invitation link for the role',
  'audit.exported': 'exported the audit log',
  'audit.retention_changed': 'changed how long history is kept',
  'invitation.role_changed': 'changed the role that is offered to',
  'domain.added': 'added the domain',
  'domain.verified': 'proved the domain',
  'domain.failing': 'did not find the record of the domain',
  'domain.recovered': 'found the record of the domain again',
  'domain.lost': 'lost the domain to whoever proved it since',
  'domain.mode_changed': 'changed who may join by the domain',
  'domain.removed': 'removed the domain',
  'join_request.made': 'asked to join',
  'join_request.withdrawn': 'withdrew the request to join',
  'join_request.approved': 'let in on request',
  'join_request.declined': 'declined the request of',
  'project.created': 'created the project',
  'project.renamed': 'renamed the project',
  'project.archived': 'archived the project',
  'project.restored': 'restored the project',
  'project.deleted': 'deleted the project',
} as const

export type AuditAction = keyof typeof auditActions

type Fields = Record<string, unknown>
type Change = { before: Fields; after?: Fields } | { before?: Fields; after: Fields }

/** A fact says what was before it, what is after it, or both. Names and addresses of people belong into `target` or these. */
export type AuditEntry = Change & {
  action: AuditAction
  /** `userId` when it is a person: then it is known whose name this is, should they want it erased. */
  target?: { id: string; name: string; userId?: string }
  /** Only for a history that is told afterwards, such as the demo's: neither before the last event nor in the future. */
  at?: Date
}

export type AuditActor = { userId: string | null; name: string; email: string | null; sessionId: string | null }

/** What follows from a rule, and nobody decided. */
export const systemActor: AuditActor = { userId: null, name: brand.name, email: null, sessionId: null }

export type AuditRequest = Pick<RequestInfo, 'id' | 'userAgent'> & { ip: string | null }

/**
 * Appends to the chain of the organization in scope, in one statement. Call it last before the commit: it locks the head
 * of the chain. Names and addresses go into the detail, which can be erased without breaking the chain.
 */
export async function appendAudit(db: OrgDb, actor: AuditActor, request: AuditRequest, entries: readonly AuditEntry[]) {
  const events = entries.map(({ action, target, before, after, at }) => ({
    action,
    at,
    actorId: actor.userId,
    effectiveActorId: actor.userId,
    target: target?.id ?? null,
    detail: {
      actor: { name: actor.name, email: actor.email },
      target: target?.name ?? null,
      ...(target?.userId && { targetUserId: target.userId }),
      before: before ?? null,
      after: after ?? null,
      sessionId: actor.sessionId,
      ip: request.ip,
      userAgent: request.userAgent,
      requestId: request.id,
    },
  }))
  await db.$executeRaw`select append_audit(${JSON.stringify(events)}::jsonb)`
}
