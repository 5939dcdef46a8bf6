import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { can, catalogue, ownable, type Permission, permissions } from '@/lib/access/permissions'
import { consume } from '@/lib/access/rate-limit'
import { lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { heldRoleColumns } from '../roles/held-roles'
import { active, roleOf } from '../roles/roles'
import { cleanText, id } from '../strings'
import { listGrantors } from './grantors'
import { tellGrantors } from './mail'

const NAMED = 5
const NOTE_LENGTH = 300

/** A few words to the other side; null for none. */
export const note = () =>
  z
    .string()
    .optional()
    .transform((text) => cleanText(text ?? '') || null)
    .refine((text) => [...(text ?? '')].length <= NOTE_LENGTH, `At most ${NOTE_LENGTH} characters, please.`)

/** What the page says that somebody was refused: who could give it to them, and whether they have asked. */
export async function readWayToAccess({ db, actor }: OrgContext, permission: Permission) {
  const isWithheld = actor.withheld.has(permission) && actor.permissions.has(permission)
  const by = { membershipId: actor.membershipId, permissions: actor.permissions }
  const [grantors, asked] = await Promise.all([
    can(actor, 'member:read') && !actor.viewingAs ? listGrantors(db, { permission, by }) : [],
    db.accessRequest.findFirst({
      where: { membershipId: actor.membershipId, permission },
      select: { id: true, createdAt: true },
    }),
  ])
  return {
    names: grantors.slice(0, NAMED).map(({ name }) => name),
    more: grantors.length > NAMED,
    isWithheld,
    isForOwners: !ownable.includes(permission),
    mayAsk: ownable.includes(permission) && !isWithheld && !actor.viewingAs,
    asked,
  }
}

export const askForAccessSchema = z.object({
  permission: z.enum(permissions as [Permission, ...Permission[]], NOTHING_HERE),
  note: note(),
})

export async function askForAccess(ctx: OrgAct, { permission, note }: z.output<typeof askForAccessSchema>) {
  const { db, org, actor } = ctx
  await lockOrganization(db, org.id)
  const me = await db.membership.findFirst({ where: { ...active(), id: actor.membershipId }, select: heldRoleColumns })
  if (!me) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { permissions: held } = roleOf(me)
  if (!ownable.includes(permission))
    throw new AppError('CONFLICT', 'This is for owners alone: nobody can give it to you by itself. Talk to an owner.')
  if (held.has(permission))
    throw new AppError(
      'CONFLICT',
      actor.withheld.has(permission)
        ? 'Your role has this permission, and a policy keeps it from you. Talk to an owner.'
        : 'You have this permission by now. Load the page again.',
    )
  const where = { membershipId: actor.membershipId, permission }
  if (await db.accessRequest.findFirst({ where, select: { id: true } }))
    return { ok: true, message: 'You have asked for this already.', unchanged: true as const }
  await consume('askForAccess', actor.userId)
  await db.accessRequest.create({ data: { ...where, note }, select: { id: true } })
  ctx.audit({ action: 'access.requested', target: named(permission), after: { permission, note } })
  const by = { membershipId: actor.membershipId, permissions: held }
  await tellGrantors(ctx, await listGrantors(db, { permission, by }), { permission, note })
  return { ok: true, message: 'You asked for it. The answer comes by mail.' }
}

export const accessRequestSchema = z.object({ requestId: id() })

/** By whoever asked. */
export async function withdrawAccessRequest(ctx: OrgAct, { requestId }: z.output<typeof accessRequestSchema>) {
  const { db, org, actor } = ctx
  await lockOrganization(db, org.id)
  const where = { id: requestId, membershipId: actor.membershipId }
  const request = await db.accessRequest.findFirst({ where, select: { permission: true } })
  if (!request) throw new AppError('NOT_FOUND', NOTHING_HERE)
  await db.accessRequest.deleteMany({ where })
  ctx.audit({
    action: 'access.withdrawn',
    target: named(request.permission),
    before: { permission: request.permission },
  })
  return { ok: true, message: 'Your request is taken back.' }
}

/** “Read the audit log”; what the catalogue does not know any more, by its name. */
export function saysOf(permission: string): string {
  return permission in catalogue ? catalogue[permission as Permission].says : permission
}

const named = (permission: string) => ({ id: permission, name: saysOf(permission) })
