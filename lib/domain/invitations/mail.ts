import { randomUUID } from 'node:crypto'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { consumeAll, consumeUpTo, limits, refund } from '@/lib/access/rate-limit'
import { createSecret, digest } from '@/lib/auth/secrets'
import { sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { INVITATION_LIFETIME, PENDING_INVITATIONS } from '@/lib/parameters'
import { type Role, roleData } from '../roles/roles'
import { inState } from './states'

const DAY = 86_400_000

/** Counts one mail against the address and against the organization's day. Throws TOO_MANY. */
export async function consumeForMail(org: OrgContext['org'], email: string) {
  const [refusal] = (await consumeForMails(org, [email])).values()
  if (refusal) throw refusal
}

/** The same for several, with the refusals. When the day ends among them, the first ones are sent. */
export async function consumeForMails(org: OrgContext['org'], emails: string[]): Promise<Map<string, AppError>> {
  const today = Date.now() - org.createdAt.getTime() < DAY ? 'invitationsFirstDay' : 'invitationsPerDay'
  const refusals = new Map<string, AppError>()
  const perAddress = emails.map(async (email) => {
    const refusal = await refusalOf(
      consumeAll([
        ['mailPerAddressMinute', email],
        ['mailPerAddressHour', email],
      ]),
    )
    if (refusal) refusals.set(email, refusal)
  })
  await Promise.all(perAddress)
  const left = emails.filter((email) => !refusals.has(email))
  const { allowed, refusal } = await consumeUpTo(today, org.id, left.length)
  if (!refusal) return refusals
  const sentence = `${refusal.message} Today’s limit is ${limits[today].points.toLocaleString('en')} invitations.`
  for (const email of left.slice(allowed)) {
    refusals.set(email, new AppError('TOO_MANY', sentence))
    await Promise.all([refund('mailPerAddressMinute', email), refund('mailPerAddressHour', email)])
  }
  return refusals
}

async function refusalOf(work: Promise<unknown>): Promise<AppError | null> {
  return work.then(
    () => null,
    (error) => {
      if (error instanceof AppError) return error
      throw error
    },
  )
}

/** How many more may be open at the same time. Only true under the organization's lock. */
export async function roomForInvitations({ db, org }: OrgContext) {
  return PENDING_INVITATIONS - (await db.invitation.count({ where: { organizationId: org.id, ...inState('pending') } }))
}

export const NO_ROOM = `${PENDING_INVITATIONS.toLocaleString('en')} invitations are open. Revoke some first.`

export async function requireRoom(ctx: OrgContext) {
  if ((await roomForInvitations(ctx)) < 1) throw new AppError('CONFLICT', NO_ROOM)
}

type Offer = { id: string | null; email: string; role: Role; message: string | null }

/** Writes the invitation, new or renewed, and mails its secret once the transaction commits. Only a digest is kept. */
export async function sendInvitation(ctx: OrgAct, offer: Offer): Promise<void> {
  await sendInvitations(ctx, [offer])
}

/** Several, in few statements: a long list has the time of one transaction. Tells which were new. */
export async function sendInvitations(ctx: OrgAct, offers: Offer[]) {
  const { db } = ctx
  const org = await db.organization.findFirst({ where: { id: ctx.org.id }, select: { accent: true } })
  const written = offers.map((offer) => write(ctx, offer, org?.accent ?? null))
  await db.invitation.createMany({ data: written.flatMap(({ isNew, id, data }) => (isNew ? [{ id, ...data }] : [])) })
  for (const { isNew, id, data } of written)
    if (!isNew) await db.invitation.update({ where: { id }, data, select: { id: true } })
  await sendMails(
    db,
    'invitation',
    written.map(({ mail }) => mail),
  )
  return written.map(({ id, isNew, data: { email } }) => ({ id, isNew, email }))
}

function write({ org, actor }: OrgAct, { id, email, role, message }: Offer, accent: string | null) {
  const token = createSecret()
  const expiresAt = new Date(Date.now() + INVITATION_LIFETIME)
  const data = {
    email,
    message,
    ...roleData(role),
    mailTokenDigest: digest(token),
    copyTokenDigest: null,
    invitedById: actor.userId,
    askedAgainAt: null,
    sentAt: new Date(),
    expiresAt,
  }
  const props = {
    url: `${env.APP_URL}/invite/${token}`,
    organizationName: org.name,
    inviterName: actor.name,
    roleName: role.name,
    message: message ?? undefined,
    accent,
    expiresAt,
  }
  return { isNew: id === null, id: id ?? randomUUID(), data, mail: { to: email, props } }
}
