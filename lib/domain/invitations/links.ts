import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { mayCreateLinks } from '@/lib/access/policies'
import { createSecret, digest } from '@/lib/auth/secrets'
import { lockOrganization } from '@/lib/db/scope'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { LINK_INVITATION } from '@/lib/parameters'
import { after, cursor, newestFirst, PAGE, pageOf } from '../paging'
import { heldRoleColumns } from '../roles/held-roles'
import { active, getRole, hasAsMuch, requireAsMuch, roleColumns, roleOf } from '../roles/roles'
import { id, invitationMessage, normalizeDomain } from '../strings'
import { requireRoom } from './mail'
import { isVouchedFor, stateOf } from './states'
import { isUsedUp } from './view'
import { requireCanOffer } from './who-may-invite'

const DAY = 86_400_000
/** Of those who joined by one link, this many are named. */
const NAMED = 5
const USES = `A whole number from 1 to ${LINK_INVITATION.uses}, please.`

const NO_LINKS = 'You cannot create links here: a policy of this organization says so.'

export const linkLifetimes = ['1', '7', '30'] as const

export const createLinkInvitationSchema = z.object({
  role: z.string('Choose a role.').min(1, 'Choose a role.'),
  maxUses: z.coerce.number(USES).int(USES).min(1, USES).max(LINK_INVITATION.uses, USES),
  days: z.enum(linkLifetimes, 'Choose how long it works.'),
  domains: z
    .string()
    .max(2_000)
    .optional()
    .transform(readDomains)
    .refine(({ invalid }) => invalid.length === 0, 'Write domains like example.com, separated by commas.')
    .refine(({ valid }) => valid.length <= LINK_INVITATION.domains, `At most ${LINK_INVITATION.domains}, please.`),
  message: invitationMessage(),
})

/** “example.com, @example.org” → both, in the one form that an address has them. */
function readDomains(text = '') {
  const valid = new Set<string>()
  const invalid: string[] = []
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    const domain = normalizeDomain(word)
    if (domain) valid.add(domain)
    else invalid.push(word)
  }
  return { valid: [...valid], invalid }
}

/** Whoever holds the secret may join, as often and as long as it says. It is shown this once; only its digest is kept. */
export async function createLinkInvitation(
  ctx: OrgAct,
  { role: wanted, maxUses, days, domains, message }: z.output<typeof createLinkInvitationSchema>,
) {
  const { db, org, actor, audit } = ctx
  if (!mayCreateLinks(org.policy, actor)) throw new AppError('FORBIDDEN', NO_LINKS)
  await lockOrganization(db, org.id)
  const role = await getRole(db, wanted)
  requireCanOffer(actor, role, { way: 'link', policy: org.policy })
  await requireRoom(ctx)
  const token = createSecret()
  const data = {
    ...{ linkTokenDigest: digest(token), maxUses, allowedDomains: domains.valid, message, invitedById: actor.userId },
    ...(role.builtInRole ? { builtInRole: role.builtInRole } : { roleId: role.value }),
    expiresAt: new Date(Date.now() + Number(days) * DAY),
  }
  const { id } = await db.invitation.create({ data, select: { id: true } })
  audit({
    action: 'invitation.link_created',
    target: { id, name: role.name },
    after: { role: role.name, maxUses, domains: domains.valid, expiresAt: data.expiresAt },
  })
  return {
    ok: true,
    message: 'The link is ready. Copy it now: it is shown this once.',
    reveal: `${env.APP_URL}/invite/${token}`,
  }
}

const shown = () =>
  ({
    ...{ id: true, uses: true, maxUses: true, allowedDomains: true, createdAt: true, message: true },
    ...{ expiresAt: true, acceptedAt: true, revokedAt: true, ...roleColumns },
    invitedBy: { select: { name: true, memberships: { where: active(), select: heldRoleColumns } } },
  }) as const

export const listLinkInvitationsSchema = z.object({ after: cursor })

/** With who joined by each. Who has left the organization since has no name here any more. */
export async function listLinkInvitations(ctx: OrgContext, input: { after?: z.output<typeof cursor> }) {
  const links = await ctx.db.invitation.findMany({
    relationLoadStrategy: 'join',
    where: { AND: [{ email: null }, after(input.after)] },
    select: {
      ...shown(),
      joined: {
        select: { id: true, createdAt: true, user: { select: { name: true, email: true } } },
        orderBy: { createdAt: 'desc' },
        take: NAMED,
      },
    },
    orderBy: [...newestFirst],
    take: PAGE + 1,
  })
  const page = pageOf(links)
  return { ...page, rows: page.rows.map((link) => ({ ...link, ...judge(link, ctx) })) }
}

export type ListedLink = Awaited<ReturnType<typeof listLinkInvitations>>['rows'][number]

export type LinkState = 'live' | 'expired' | 'revoked' | 'usedUp' | 'unvouched'

type Judged = Parameters<typeof stateOf>[0] & Parameters<typeof isUsedUp>[0] & Parameters<typeof roleOf>[0]
type Made = { invitedBy: { memberships: Parameters<typeof roleOf>[0][] } | null }

function judge(link: Judged & Made, { actor, org }: OrgContext): { state: LinkState; mayTouch: boolean } {
  const offered = roleOf(link)
  const maker = link.invitedBy?.memberships[0]
  const state = stateOf(link)
  const mayTouch = hasAsMuch(actor, offered)
  if (state === 'revoked' || state === 'expired') return { state, mayTouch }
  if (isUsedUp(link)) return { state: 'usedUp', mayTouch }
  const vouched = isVouchedFor(offered, maker ? roleOf(maker) : null, { way: 'link', policy: org.policy })
  return { state: vouched ? 'live' : 'unvouched', mayTouch }
}

export const linkInvitationSchema = z.object({ invitationId: id() })

/** Locks, then looks: nobody joins by it in between. */
export async function holdLinkInvitation({ db, org }: OrgContext, { invitationId }: { invitationId: string }) {
  await lockOrganization(db, org.id)
  return db.invitation.findFirst({ where: { id: invitationId, email: null }, select: shown() })
}

type Held = NonNullable<Awaited<ReturnType<typeof holdLinkInvitation>>>

export async function revokeLinkInvitation({ db, actor, audit }: OrgAct, _: unknown, link: Held) {
  const role = roleOf(link)
  if (link.revokedAt) throw new AppError('CONFLICT', 'This link was revoked already.')
  requireAsMuch(actor, role)
  await db.invitation.update({ where: { id: link.id }, data: { revokedAt: new Date() }, select: { id: true } })
  audit({ action: 'invitation.link_revoked', target: { id: link.id, name: role.name }, before: { uses: link.uses } })
  return { ok: true, message: 'The link is revoked. Who joined by it stays.' }
}
