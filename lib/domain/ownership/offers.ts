import { z } from 'zod'
import { refusalSentence } from '@/lib/access/authorize'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { can } from '@/lib/access/permissions'
import { consume } from '@/lib/access/rate-limit'
import type { OrgDb } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { OWNERSHIP_OFFER_LIFETIME } from '@/lib/parameters'
import { lockAndRead } from '../organizations/organizations'
import { roleOf } from '../roles/roles'
import { id } from '../strings'
import { tellAboutOwnership } from './mail'
import { candidate, findOpenOffer, type OpenOffer, openOffer, shownOffer, side } from './open-offers'
import { asOwner, endOwnership, owning } from './ownership'

export const offerOwnershipSchema = z.object({
  membershipId: z.string('Choose who takes over.').min(1, 'Choose who takes over.').pipe(id()),
  becomes: z.enum(['admin', 'owner'], 'Choose what becomes of you.'),
})
export const ownershipOfferSchema = z.object({ offerId: id() })

/** Nothing changes before the other side accepts. One offer at a time: two would be two people who are told that it is theirs. */
export async function offerOwnership(ctx: OrgAct, { membershipId, becomes }: z.output<typeof offerOwnershipSchema>) {
  const { db } = ctx
  const org = await lockAndRead(ctx)
  const from = await requireOwner(ctx)
  const to = await db.membership.findFirst({ where: { id: membershipId }, select: side })
  if (!to) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (to.builtInRole === 'owner') throw new AppError('CONFLICT', `${to.user.name} is an owner already.`)
  if (!(await db.membership.findFirst({ where: { ...candidate(), id: to.id }, select: { id: true } })))
    throw new AppError('CONFLICT', `${to.user.name} cannot become an owner right now.`)
  const other = await findOpenOffer(db)
  if (other) throw new AppError('CONFLICT', `It is offered to ${other.to.user.name}. Take that back first.`)
  await consume('offerOwnership', org.id)
  await db.ownershipOffer.deleteMany() // what is over makes room
  const expiresAt = new Date(Date.now() + OWNERSHIP_OFFER_LIFETIME)
  const offer = await db.ownershipOffer.create({
    data: { fromId: from.id, toId: to.id, becomes, expiresAt },
    select: shownOffer,
  })
  ctx.audit({
    action: 'ownership.offered',
    target: personOf(to),
    before: { role: roleOf(to).name },
    after: { role: 'owner', offererBecomes: becomes, expiresAt },
  })
  await tellAboutOwnership(db, org, offer, { to: 'offered', from: 'sent' })
  return { redirectTo: `/o/${org.slug}/settings?offered#ownership` }
}

/** Everything is asked again here, under the organization's lock. What was offered by somebody who is no owner any more is nothing. */
export async function acceptOwnership(ctx: OrgAct, { offerId }: z.output<typeof ownershipOfferSchema>) {
  const { db } = ctx
  const org = await lockAndRead(ctx)
  const offer = await takeMine(ctx, offerId)
  const { from, to, becomes } = offer
  await db.membership.update({ where: { id: to.id }, data: asOwner, select: { id: true } })
  ctx.audit({ action: 'ownership.accepted', target: personOf(from), after: { offererBecomes: becomes } })
  ctx.audit({
    action: 'member.role_changed',
    target: personOf(to),
    before: { role: roleOf(to).name },
    after: { role: 'owner' },
  })
  if (becomes === 'admin') {
    await endOwnership(db, from.id)
    await db.membership.update({ where: { id: from.id }, data: { builtInRole: 'admin' }, select: { id: true } })
    ctx.audit({
      action: 'member.role_changed',
      target: personOf(from),
      before: { role: 'owner' },
      after: { role: 'admin' },
    })
  }
  await tellAboutOwnership(db, org, offer, { to: 'received', from: 'accepted' })
  return { redirectTo: `/o/${org.slug}?owner` }
}

export async function declineOwnership(ctx: OrgAct, { offerId }: z.output<typeof ownershipOfferSchema>) {
  const org = await lockAndRead(ctx)
  const offer = await takeMine(ctx, offerId)
  ctx.audit({ action: 'ownership.declined', target: personOf(offer.from), before: whatWas(offer) })
  await tellAboutOwnership(ctx.db, org, offer, { from: 'declined' })
  return { ok: true, message: 'You declined. Nothing has changed.' }
}

/** Any owner may: it is their organization as much as the offerer's. */
export async function withdrawOwnership(ctx: OrgAct, { offerId }: z.output<typeof ownershipOfferSchema>) {
  const org = await lockAndRead(ctx)
  await requireOwner(ctx)
  const offer = await take(ctx.db, { id: offerId })
  ctx.audit({ action: 'ownership.withdrawn', target: personOf(offer.to), before: whatWas(offer) })
  await tellAboutOwnership(ctx.db, org, offer, { to: 'withdrawn' })
  return { ok: true, message: 'The offer is taken back. Nothing has changed.' }
}

const takeMine = (ctx: OrgContext, id: string) => take(ctx.db, { id, toId: ctx.actor.membershipId })

/** The offer is used up by whatever is done with it. */
async function take(db: OrgDb, which: { id: string; toId?: string }): Promise<OpenOffer> {
  const offer = await db.ownershipOffer.findFirst({
    relationLoadStrategy: 'join',
    where: { AND: [which, openOffer()] },
    select: shownOffer,
  })
  if (!offer) throw new AppError('CONFLICT', 'This offer is no longer open. Nothing has changed.')
  await db.ownershipOffer.deleteMany({ where: { id: offer.id } })
  return offer
}

/** The actor as they are under the lock: whoever was before them in line may have changed what they are. */
async function requireOwner({ db, actor }: OrgContext) {
  const me = await db.membership.findFirst({ where: { ...owning, id: actor.membershipId }, select: { id: true } })
  const permission = 'organization:transfer'
  if (!me || !can(actor, permission)) throw new AppError('FORBIDDEN', refusalSentence(permission), { permission })
  return me
}

const whatWas = ({ becomes, expiresAt }: OpenOffer) => ({ role: 'owner', offererBecomes: becomes, expiresAt })

const personOf = ({ id, user }: OpenOffer['to']) => ({ id, name: user.name, userId: user.id })
