import { z } from 'zod'
import { appendAudit } from '@/lib/access/audit'
import type { PublicContext } from '@/lib/access/context'
import { inTransaction, lockOrganization, type OrgDb } from '@/lib/db/scope'
import { sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ASKED_AGAIN } from '@/lib/parameters'
import { heldRoleColumns, withHeldRole } from '../roles/held-roles'
import { active, type Role, roleColumns, roleOf } from '../roles/roles'
import { findInvitation } from './opened'
import { stateOf } from './states'
import { canOffer, findInvitingPolicy } from './who-may-invite'

export const askAgainSchema = z.object({ token: z.string(NOTHING_HERE) })

/** When its inviter cannot answer any more, so many of those who can are asked. */
const ASKED = 5

const ASKED_FOR = { ok: true, message: 'You asked for a new one. It comes by mail.', unchanged: true as const }

/**
 * Whoever holds the secret that was mailed and came too late asks for a new one, signed in or not: the mail proved who they
 * are. Pressed again within a day nothing more is sent, and the answer is the same.
 */
export async function askAgain({ request }: PublicContext, { token }: z.output<typeof askAgainSchema>) {
  const opened = await findInvitation(token)
  if (opened?.via !== 'mail' || opened.deleted) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await inTransaction({ organizationId: opened.organizationId }, async (db) => {
    await lockOrganization(db, opened.organizationId)
    const found = await hold(db, opened)
    if (!found) throw new AppError('CONFLICT', 'This invitation is not one to ask about any more. Load the page again.')
    const { invitation, org } = found
    const { email, askedAgainAt } = invitation
    if (askedAgainAt && Date.now() - askedAgainAt.getTime() < ASKED_AGAIN) return
    await db.invitation.update({ where: { id: opened.id }, data: { askedAgainAt: new Date() }, select: { id: true } })
    const url = `${env.APP_URL}/o/${org.slug}/members/invitations?${new URLSearchParams({ q: email })}`
    const props = { url, email, organizationName: org.name, roleName: roleOf(invitation).name }
    const readers = await findAskable(db, invitation)
    await sendMails(
      db,
      'invitation-asked',
      readers.map((to) => ({ to, props })),
    )
    const actor = { userId: null, name: email, email, sessionId: null }
    await appendAudit(db, actor, request, [
      {
        action: 'invitation.asked_again',
        target: { id: opened.id, name: email },
        after: { state: 'expired', role: roleOf(invitation).name },
      },
    ])
  })
  return ASKED_FOR
}

/** As it is under the lock: expired, of an organization that is there. */
async function hold(db: OrgDb, opened: { id: string; organizationId: string }) {
  const org = await db.organization.findFirst({
    where: { id: opened.organizationId, deletedAt: null },
    select: { name: true, slug: true },
  })
  const invitation = await db.invitation.findFirst({
    where: { id: opened.id },
    select: {
      ...{ email: true, invitedById: true, askedAgainAt: true, ...roleColumns },
      ...{ expiresAt: true, acceptedAt: true, revokedAt: true },
    },
  })
  if (!org || !invitation?.email || stateOf(invitation) !== 'expired') return null
  return { org, invitation: { ...invitation, email: invitation.email } }
}

type Asked = Parameters<typeof roleOf>[0] & { invitedById: string | null }

/** Addresses of whoever sent it, if they may still; else of some who may, those who have been here longest first. */
async function findAskable(db: OrgDb, invitation: Asked): Promise<string[]> {
  const offered = roleOf(invitation)
  const inviter = invitation.invitedById && (await listWhoMay(db, offered, { userId: invitation.invitedById }))
  if (inviter && inviter.length > 0) return inviter
  const inviting = withHeldRole({ builtIn: ['owner', 'admin'], own: { permissions: { has: 'member:invite' } } })
  return (await listWhoMay(db, offered, { AND: [inviting] })).slice(0, ASKED)
}

async function listWhoMay(db: OrgDb, offered: Role, where: object): Promise<string[]> {
  const members = await db.membership.findMany({
    where: { ...active(), ...where },
    select: { user: { select: { email: true } }, ...heldRoleColumns },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 50,
  })
  const terms = { way: 'mail' as const, policy: await findInvitingPolicy(db) }
  return members.filter((member) => canOffer(roleOf(member), offered, terms)).map(({ user }) => user.email)
}
