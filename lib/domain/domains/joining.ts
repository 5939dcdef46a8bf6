import { z } from 'zod'
import type { UserContext } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { enter, lockOrganization, type OrgDb } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { JOIN_REQUEST_LIFETIME } from '@/lib/parameters'
import { isInDomains } from '../invitations/view'
import { addMember, audit, enterToJoin, findInviter, isActiveMember } from '../members/joining'
import { requireFreeSeat } from '../members/seats'
import { active, getRole, type Role } from '../roles/roles'
import { id } from '../strings'
import { tellDeciders } from './join-request-mail'
import { type DomainMode, isStillGiven, modeFor, stateOf } from './modes'
import { readOpen } from './organizations-to-join'

export const joinByDomainSchema = z.object({ organizationId: id() })
export const joinRequestSchema = z.object({ requestId: id() })

const FULL = 'Every seat is taken at the moment. An owner or admin can make room.'
const CHANGED = 'This organization has changed who may join. Load the page again.'

/** The membership, at once. Everything is asked again under the organization's lock: of twenty who press at once, one effect. */
export async function joinByDomain(ctx: UserContext, { organizationId }: z.output<typeof joinByDomainSchema>) {
  const { db, org, domain, role, mode, isMember } = await open(ctx, organizationId)
  if (isMember) return { redirectTo: `/o/${org.slug}` }
  if (mode !== 'join' || !role) throw new AppError('CONFLICT', CHANGED)
  const { user } = ctx
  await requireFreeSeat(db, { organizationId: org.id, userId: user.id, sentence: FULL })
  const membershipId = await addMember(db, { organizationId: org.id, userId: user.id, role })
  if (!membershipId) throw new AppError('CONFLICT', CHANGED)
  await db.joinRequest.deleteMany({ where: { userId: user.id } })
  await audit(ctx, db, {
    action: 'member.joined',
    target: { id: membershipId, name: user.name, userId: user.id },
    after: { role: role.name, by: 'domain', domain },
  })
  return { redirectTo: `/o/${org.slug}` }
}

/** One open request of a person to an organization. Those who decide are told once. */
export async function askToJoin(ctx: UserContext, { organizationId }: z.output<typeof joinByDomainSchema>) {
  const { user } = ctx
  const { db, org, domain, mode, isMember } = await open(ctx, organizationId)
  if (isMember) return { redirectTo: `/o/${org.slug}` }
  const asked = await db.joinRequest.findFirst({
    where: { userId: user.id, expiresAt: { gt: new Date() } },
    select: { declinedAt: true },
  })
  if (asked?.declinedAt) throw new AppError('NOT_FOUND', NOTHING_HERE)
  if (asked) return { ok: true, message: 'You have asked already. The answer comes by mail.', unchanged: true as const }
  if (mode !== 'ask') throw new AppError('CONFLICT', CHANGED)
  await consume('askToJoin', user.id)
  await db.joinRequest.deleteMany({ where: { userId: user.id } }) // one that has expired
  const email = addressIn(user, domain)
  const { id } = await db.joinRequest.create({
    data: { userId: user.id, email, expiresAt: new Date(Date.now() + JOIN_REQUEST_LIFETIME) },
    select: { id: true },
  })
  await tellDeciders(db, org, { name: user.name, email })
  await audit(ctx, db, {
    action: 'join_request.made',
    target: { id, name: user.name, userId: user.id },
    after: { email, domain },
  })
  return { ok: true, message: `You asked to join ${org.name}. The answer comes by mail.` }
}

export async function withdrawJoinRequest(ctx: UserContext, { requestId }: z.output<typeof joinRequestSchema>) {
  const mine = { id: requestId, userId: ctx.user.id, declinedAt: null, expiresAt: { gt: new Date() } }
  const asked = await ctx.db.joinRequest.findFirst({ where: mine, select: { organizationId: true } })
  if (!asked) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const db = await enter(ctx.db, { organizationId: asked.organizationId })
  await lockOrganization(db, asked.organizationId)
  const { count } = await db.joinRequest.deleteMany({ where: mine })
  if (count === 0) throw new AppError('CONFLICT', 'Somebody has answered it just now. Load the page again.')
  await audit(ctx, db, {
    action: 'join_request.withdrawn',
    target: { id: requestId, name: ctx.user.name, userId: ctx.user.id },
    before: { state: 'open' },
  })
  return { ok: true, message: 'You do not ask any more.' }
}

/**
 * First through the door that looks at proved addresses, then under the lock: what it was a moment ago is no proof. Whoever has
 * just become a member, by pressing twice, is let through to be led in.
 */
async function open(ctx: UserContext, organizationId: string) {
  const { user } = ctx
  const shown = (await readOpen(ctx.db)).find((row) => row.organizationId === organizationId)
  const mine = { organizationId, userId: user.id, ...active() }
  if (!shown && !(await ctx.db.membership.findFirst({ where: mine, select: { id: true } })))
    throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { db, org } = await enterToJoin(ctx, organizationId)
  if (!org) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const isMember = await isActiveMember(db, user.id)
  const domain = shown?.domainId ? await db.domain.findFirst({ where: { id: shown.domainId }, select: columns }) : null
  const role = domain && (await roleGiven(db, domain))
  const mode = domain
    ? modeFor(openMode(user, domain), { given: role !== null, former: await wasMember(db, user.id) })
    : 'nobody'
  return { db, org, domain: domain?.name ?? '', role, mode, isMember }
}

/** Proved by the organization, and the address by the person. */
function openMode(
  user: UserContext['user'],
  domain: Parameters<typeof stateOf>[0] & { name: string; mode: DomainMode },
) {
  const state = stateOf(domain)
  const isProved = user.emailVerified && isInDomains(user, [domain.name])
  return isProved && (state === 'verified' || state === 'failing') ? domain.mode : 'nobody'
}

const columns = {
  ...{ id: true, name: true, mode: true, builtInRole: true, roleId: true, modeSetById: true },
  ...{ verifiedAt: true, failingSince: true },
} as const

type Chosen = { builtInRole: Role['builtInRole']; roleId: string | null; modeSetById: string | null }

async function roleGiven(db: OrgDb, { builtInRole, roleId, modeSetById }: Chosen): Promise<Role | null> {
  const value = builtInRole ?? roleId
  const isThere = builtInRole || (roleId && (await db.role.findFirst({ where: { id: roleId }, select: { id: true } })))
  if (!value || !isThere) return null
  const role = await getRole(db, value)
  return isStillGiven(role, await findInviter(db, modeSetById)) ? role : null
}

/** Left, was removed, or their role has ended. */
async function wasMember(db: OrgDb, userId: string) {
  const [left, ended] = await Promise.all([
    db.formerMember.findFirst({ where: { userId }, select: { userId: true } }),
    db.membership.findFirst({ where: { userId }, select: { id: true } }),
  ])
  return left !== null || ended !== null
}

const addressIn = (user: UserContext['user'], domain: string) =>
  [user.email, ...user.addresses].find((address) => address.endsWith(`@${domain}`)) ?? user.email
