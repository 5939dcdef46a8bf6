import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { createSecret, digest } from '@/lib/auth/secrets'
import { lockOrganization } from '@/lib/db/scope'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { after, cursor, newestFirst, PAGE, pageOf } from '../paging'
import { heldRoleColumns } from '../roles/held-roles'
import { active, requireAsMuch, roleColumns, roleOf, withRole } from '../roles/roles'
import { containing, id } from '../strings'
import { consumeForMail, requireRoom, sendInvitation } from './mail'
import { inState, invitationStates, isVouchedFor, stateOf } from './states'
import { requireCanOffer } from './who-may-invite'

const shown = {
  id: true,
  email: true,
  ...roleColumns,
  formerRole: true,
  message: true,
  invitedById: true,
  createdAt: true,
  sentAt: true,
  askedAgainAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
} as const

// Somebody who has left is not visible in this organization any more: then there is no inviter here, and nobody vouches.
const inviter = () => ({
  select: { name: true, memberships: { where: active(), select: heldRoleColumns } },
})

export const listInvitationsSchema = z.object({
  q: z.string().trim().max(100).optional(),
  role: z.string().max(40).optional(),
  status: z.enum(invitationStates).optional(),
  after: cursor,
})

export async function listInvitations({ db, org }: OrgContext, input: z.output<typeof listInvitationsSchema>) {
  const { q, role, status } = input
  const invitations = await db.invitation.findMany({
    relationLoadStrategy: 'join',
    where: {
      AND: [
        after(input.after),
        { email: q ? containing(q) : { not: null } },
        (role && withRole(role)) || {},
        status ? inState(status) : {},
      ],
    },
    select: { ...shown, invitedBy: inviter() },
    orderBy: [...newestFirst],
    take: PAGE + 1,
  })
  return pageOf(invitations.map((invitation) => ({ ...invitation, vouched: vouchedFor(invitation, org) })))
}

type Inviter = { memberships: Parameters<typeof roleOf>[0][] } | null
type Offer = Parameters<typeof roleOf>[0] & { invitedBy: Inviter }

function vouchedFor({ invitedBy, ...offer }: Offer, { policy }: OrgContext['org']) {
  const membership = invitedBy?.memberships[0]
  return isVouchedFor(roleOf(offer), membership ? roleOf(membership) : null, { way: 'mail', policy })
}

export const invitationSchema = z.object({ invitationId: id() })

/** Locks, then looks: an invitation is not renewed while somebody accepts it. */
export async function holdInvitation({ db, org }: OrgContext, { invitationId }: z.output<typeof invitationSchema>) {
  await lockOrganization(db, org.id)
  return db.invitation.findFirst({
    where: { id: invitationId, email: { not: null } },
    select: { ...shown, invitedBy: inviter() },
  })
}

type Held = NonNullable<Awaited<ReturnType<typeof holdInvitation>>>

/** Both secrets change and the seven days start again: whatever was mailed or copied before is worthless. Who sends it vouches for it. */
export async function resendInvitation(ctx: OrgAct, _: unknown, invitation: Held) {
  const state = requireOpen(invitation)
  requireCanOffer(ctx.actor, roleOf(invitation), { way: 'mail', policy: ctx.org.policy })
  const email = addressOf(invitation)
  if (state === 'expired') await requireRoom(ctx)
  await consumeForMail(ctx.org, email)
  await sendInvitation(ctx, { ...invitation, email, role: roleOf(invitation) })
  ctx.audit({
    action: 'invitation.resent',
    target: { id: invitation.id, name: email },
    before: { state, sentAt: invitation.sentAt },
    after: { state: 'pending', role: roleOf(invitation).name },
  })
  return { ok: true, message: `A new invitation is on its way to ${email}.` }
}

export async function revokeInvitation({ db, actor, audit }: OrgAct, _: unknown, invitation: Held) {
  const state = requireOpen(invitation)
  requireAsMuch(actor, roleOf(invitation))
  const email = addressOf(invitation)
  await db.invitation.update({ where: { id: invitation.id }, data: { revokedAt: new Date() } })
  audit({
    action: 'invitation.revoked',
    target: { id: invitation.id, name: email },
    before: { state, role: roleOf(invitation).name },
    after: { state: 'revoked' },
  })
  return { ok: true, message: `The invitation for ${email} is revoked.` }
}

/** A second secret, shown this once. It opens the invitation and proves nothing; the one copied before it is worthless. */
export async function copyInvitationLink({ db, org, actor, audit }: OrgAct, _: unknown, invitation: Held) {
  if (requireOpen(invitation) === 'expired' || !vouchedFor(invitation, org))
    throw new AppError('CONFLICT', 'This invitation cannot be accepted any more. Send it again first.')
  requireAsMuch(actor, roleOf(invitation))
  const token = createSecret()
  await db.invitation.update({ where: { id: invitation.id }, data: { copyTokenDigest: digest(token) } })
  audit({
    action: 'invitation.link_copied',
    target: { id: invitation.id, name: addressOf(invitation) },
    after: { role: roleOf(invitation).name },
  })
  return { ok: true, message: 'Copy it now: it is shown this once.', reveal: `${env.APP_URL}/invite/${token}` }
}

function requireOpen(invitation: Held) {
  const state = stateOf(invitation)
  if (state === 'accepted') throw new AppError('CONFLICT', 'This invitation has already been accepted.')
  if (state === 'revoked') throw new AppError('CONFLICT', 'This invitation is closed. Invite them again.')
  return state
}

const addressOf = ({ email }: Held) => email ?? ''
