import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { covers, type Permission, type Permissions, permissions, withNeeds } from '@/lib/access/permissions'
import { AppError } from '@/lib/errors'
import { after, cursor, newestFirst, PAGE, pageOf } from '../paging'
import { heldRoleColumns, memberRole, temporaryRole } from '../roles/held-roles'
import { holdActor } from '../roles/hold-actor'
import { isSoon, lastDayOf, roleEnd } from '../roles/last-days'
import {
  active,
  getRole,
  hasAsMuch,
  lastingRoleOf,
  type Role,
  requireAsMuch,
  requireCanGive,
  roleColumns,
  roleOf,
  rolesFrom,
} from '../roles/roles'
import { id } from '../strings'
import { accessRequestSchema, note, saysOf } from './access-requests'
import { decidedBy, decides } from './decidable-requests'
import { tellAsker } from './mail'

const shown = {
  id: true,
  permission: true,
  note: true,
  createdAt: true,
  membership: {
    select: {
      ...heldRoleColumns,
      id: true,
      roleEndsAt: true,
      user: { select: { id: true, name: true, email: true, image: true } },
    },
  },
} as const

export const listAccessRequestsSchema = z.object({ after: cursor, request: id().optional() })

/**
 * Those that whoever looks can decide, newest first, each with the roles that would do and that they can give, smallest
 * first; and the one that is asked for, which may stand on another page by now.
 */
export async function listAccessRequests({ db, actor }: OrgContext, input: z.output<typeof listAccessRequestsSchema>) {
  const [found, own, asked] = await Promise.all([
    db.accessRequest.findMany({
      relationLoadStrategy: 'join',
      where: { AND: [after(input.after), decidedBy(actor)] },
      select: shown,
      orderBy: [...newestFirst],
      take: PAGE + 1,
    }),
    db.role.findMany({ select: roleColumns.role.select }),
    input.request &&
      db.accessRequest.findFirst({
        relationLoadStrategy: 'join',
        where: { AND: [{ id: input.request }, decidedBy(actor)] },
        select: shown,
      }),
  ])
  const roles = rolesFrom(own)
    .filter((role) => hasAsMuch(actor, role))
    .sort((one, other) => one.permissions.size - other.permissions.size)
  const withChoices = (request: (typeof found)[number]) => {
    const wanted = wantedBy(request)
    return {
      ...request,
      says: saysOf(request.permission),
      role: roleOf(request.membership),
      isMoot: isMoot(request),
      choices: roles.filter((role) => suffices(role, wanted)),
    }
  }
  const { rows, next } = pageOf(found)
  return { next, rows: rows.map(withChoices), asked: asked ? withChoices(asked) : undefined }
}

type Request = { permission: string; membership: Parameters<typeof roleOf>[0] }

/** What the asker has already, what they ask for, and what that needs. */
function wantedBy({ permission, membership }: Request): Permissions | null {
  const asked = permissions.find((known) => known === permission)
  return asked ? withNeeds([...roleOf(membership).permissions, asked]) : null
}

/** Owners are made one by one, by owners who prove that it is them. */
function suffices(role: Role, wanted: Permissions | null): boolean {
  return wanted !== null && role.builtInRole !== 'owner' && covers(role.permissions, wanted)
}

/** They have it by now, or nobody knows any more what it is. */
function isMoot({ permission, membership }: Request): boolean {
  if (!(permissions as string[]).includes(permission)) return true
  return roleOf(membership).permissions.has(permission as Permission)
}

export const grantAccessSchema = accessRequestSchema.extend({
  role: z.string('Choose a role.').min(1, 'Choose a role.'),
  endsOn: roleEnd(),
})
export const declineAccessSchema = accessRequestSchema.extend({ reason: note() })

type Held = NonNullable<Awaited<ReturnType<typeof holdAccessRequest>>>

/** Under the lock: the request is still open, the asker still here, and whoever answers may still change roles. */
export async function holdAccessRequest(ctx: OrgContext, { requestId }: z.output<typeof accessRequestSchema>) {
  const granter = await holdActor(ctx, 'member:update')
  const request = await ctx.db.accessRequest.findFirst({
    where: { id: requestId, membership: active() },
    select: shown,
  })
  return request && { granter, request }
}

/** Another role for the asker: until a day, after which the one that they have now is theirs again, or for good. When their membership ends stays. */
export async function grantAccess(ctx: OrgAct, input: z.output<typeof grantAccessSchema>, { granter, request }: Held) {
  const { id, user } = request.membership
  const before = roleOf(request.membership)
  if (isMoot(request)) throw new AppError('CONFLICT', `${user.name} has this permission by now.`)
  const role = await getRole(ctx.db, input.role)
  requireAsMuch(granter, before)
  requireCanGive(granter, role, input.endsOn)
  if (!suffices(role, wantedBy(request)))
    throw new AppError('CONFLICT', 'That role lacks what was asked for, or something that they have. Choose another.')
  const until = input.endsOn
  // the mail that they get now names the day: only of one that is far away they are told once more
  const data = until ? { ...temporaryRole(role, until), toldOfEnd: isSoon(until) ? until : null } : memberRole(role)
  await ctx.db.membership.update({ where: { id }, data, select: { id: true } })
  const answered = { membershipId: id, permission: { in: [...role.permissions] } }
  await ctx.db.accessRequest.deleteMany({ where: answered })
  const target = { id, name: user.name, userId: user.id }
  const lastDay = until && lastDayOf(until)
  const afterwards = until ? lastingRoleOf(request.membership).name : undefined
  ctx.audit({
    action: 'access.granted',
    target,
    after: { permission: request.permission, role: role.name, lastDay, afterwards },
  })
  ctx.audit({ action: 'member.role_changed', target, before: { role: before.name }, after: { role: role.name } })
  const told = {
    permissionSays: saysOf(request.permission),
    roleName: role.name,
    lastDay: lastDay ?? undefined,
    followingName: afterwards,
  }
  await tellAsker(ctx, user, told)
  return { ok: true, message: `${user.name} is now ${role.name}.` }
}

export async function declineAccess(
  ctx: OrgAct,
  { reason }: z.output<typeof declineAccessSchema>,
  { granter, request }: Held,
) {
  if (!decides(granter, request)) throw new AppError('FORBIDDEN', 'Only somebody who could grant this answers it.')
  const { id, user } = request.membership
  await ctx.db.accessRequest.deleteMany({ where: { id: request.id } })
  ctx.audit({
    action: 'access.declined',
    target: { id, name: user.name, userId: user.id },
    after: { permission: request.permission, reason },
  })
  if (isMoot(request)) return { ok: true, message: 'The request is closed.' }
  await tellAsker(ctx, user, { permissionSays: saysOf(request.permission), reason: reason ?? undefined })
  return { ok: true, message: `You declined what ${user.name} asked for.` }
}
