import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import { digest } from '@/lib/auth/secrets'
import { enter, lockOrganization, type UserDb } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { addMember, audit, enterToJoin, findInviter } from '../members/joining'
import { roleColumns, roleOf } from '../roles/roles'
import { id } from '../strings'
import { joinByLink } from './joining-by-link'
import { isVouchedFor, stateOf } from './states'
import { findInvitingPolicy } from './who-may-invite'

export const acceptInvitationSchema = z.object({ token: z.string(NOTHING_HERE) })
export const myInvitationSchema = z.object({ invitationId: id() })

type Bytes = ReturnType<typeof digest>
type Proved = { id: string; organizationId: string; where: object }

/** With the secret that was mailed or copied, or with that of a link for several. */
export async function acceptInvitation(ctx: UserContext, { token }: z.output<typeof acceptInvitationSchema>) {
  const secret = digest(token)
  const opened = await open(ctx, secret)
  return opened.via === 'link' ? joinByLink(ctx, opened, secret) : join(ctx, prove(ctx, secret, opened))
}

/** From the inbox, without the mail: the invitation is to the address that this person has proved. */
export async function acceptMyInvitation(ctx: UserContext, { invitationId }: z.output<typeof myInvitationSchema>) {
  return join(ctx, await proveByAddress(ctx.db, invitationId))
}

/** It is closed like a revoked one: whoever wants them anyway invites them again. */
export async function declineMyInvitation(ctx: UserContext, { invitationId }: z.output<typeof myInvitationSchema>) {
  const proved = await proveByAddress(ctx.db, invitationId)
  const db = await enter(ctx.db, { organizationId: proved.organizationId })
  await lockOrganization(db, proved.organizationId)
  const declined = await db.invitation.updateMany({
    where: { id: proved.id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  if (declined.count === 0) throw new AppError('CONFLICT', 'This invitation is no longer open.')
  await audit(ctx, db, {
    action: 'invitation.declined',
    target: { id: proved.id, name: ctx.user.email, userId: ctx.user.id },
    before: { state: 'pending' },
    after: { state: 'declined' },
  })
  return { ok: true, message: 'You declined the invitation.' }
}

type Opened = { id: string; via: 'mail' | 'copy' | 'link'; organizationId: string; email: string | null }

async function open({ db }: UserContext, secret: Bytes): Promise<Opened> {
  const [found] = await db.$queryRaw<Opened[]>`
    select invitation_id as id, via, organization_id as "organizationId", email from find_invitation(${secret})`
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return found
}

function prove({ user }: UserContext, secret: Bytes, { id, organizationId, email }: Opened): Proved {
  if (!isAddressOf(user, email))
    throw new AppError(
      'FORBIDDEN',
      'This invitation is for another e-mail address. Sign in with that one to accept it.',
    )
  // neither secret stands in for having proved the address: an account that has not is somebody's claim
  if (!user.emailVerified) throw new AppError('FORBIDDEN', 'Verify your e-mail address first.')
  return { id, organizationId, where: { OR: [{ mailTokenDigest: secret }, { copyTokenDigest: secret }] } }
}

/** The primary one or a further one, which are all proved. */
function isAddressOf(user: UserContext['user'], email: string | null) {
  return email !== null && (user.email === email || user.addresses.includes(email))
}

/** The user scope shows invitations to one's own verified addresses and no others. */
async function proveByAddress(db: UserDb, invitationId: string): Promise<Proved> {
  const found = await db.invitation.findFirst({
    where: { id: invitationId },
    select: { id: true, organizationId: true },
  })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return { ...found, where: {} }
}

/**
 * Everything is asked again here, under the organization's lock: of two who press the button one joins, and an invitation
 * that was revoked, renewed, or whose inviter lost the right in between is refused. Who is a member already keeps their role.
 */
async function join(ctx: UserContext, { id, organizationId, where }: Proved) {
  const { user } = ctx
  const { db, org } = await enterToJoin(ctx, organizationId)
  const invitation = await db.invitation.findFirst({
    where: { id, ...where },
    select: { email: true, ...roleColumns, invitedById: true, expiresAt: true, acceptedAt: true, revokedAt: true },
  })
  if (!org || !invitation || !isAddressOf(user, invitation.email)) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const state = stateOf(invitation)
  if (state !== 'pending') throw new AppError('CONFLICT', closed[state])
  const role = roleOf(invitation)
  const terms = { way: 'mail' as const, policy: await findInvitingPolicy(db) }
  if (!isVouchedFor(role, await findInviter(db, invitation.invitedById), terms))
    throw new AppError('CONFLICT', 'This invitation is no longer available. Ask for a new one.')

  const membershipId = await addMember(db, { organizationId, userId: user.id, role })
  await db.invitation.update({ where: { id }, data: { acceptedAt: new Date() } })
  await audit(ctx, db, {
    action: membershipId ? 'member.joined' : 'invitation.accepted',
    target: { id: membershipId ?? id, name: user.name, userId: user.id },
    before: { invitation: 'pending' },
    after: membershipId ? { role: role.name, invitation: id } : { invitation: 'accepted' },
  })
  return { redirectTo: `/o/${org.slug}` }
}

const closed = {
  accepted: 'This invitation has already been accepted.',
  revoked: 'This invitation was revoked.',
  expired: 'This invitation has expired. Ask for a new one.',
}
