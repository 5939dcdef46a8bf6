import { z } from 'zod'
import type { OrgAct, OrgContext } from '@/lib/access/context'
import { builtInRoles, catalogue, ownable, type Permission, permissions, withNeeds } from '@/lib/access/permissions'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { ROLES_PER_ORGANIZATION } from '@/lib/parameters'
import { name } from '../strings'
import { holdActor } from './hold-actor'
import { reviewChange } from './review'
import { getRole, hasAsMuch, type Role, requireCanGive } from './roles'

/** As names are compared: “ＡＤＭＩＮ” is “admin”. */
const folded = (text: string) => text.normalize('NFKC').toLowerCase()

const chosen = z
  .union([z.string().transform((one) => [one]), z.array(z.string())], 'Choose at least one permission.')
  .refine((all) => all.every((one) => (permissions as string[]).includes(one)), 'There is no such permission.')
  .transform((all) => all as Permission[])
  .refine(
    (all) => all.every((one) => ownable.includes(one)),
    'Deleting the organization and handing it over are for owners alone: no other role can hold them.',
  )

export const createRoleSchema = z.object({
  name: name('Give it a name.').refine(
    (text) => !(builtInRoles as readonly string[]).includes(folded(text)),
    'That is the name of a built-in role.',
  ),
  permissions: chosen,
})
export const roleSchema = z.object({ roleId: z.string(NOTHING_HERE) })
/** `reviewed` is the token of the review that was seen. */
export const updateRoleSchema = createRoleSchema.extend({ ...roleSchema.shape, reviewed: z.string().optional() })

type Held = { role: Role; editor: Role }

const holding = (permission: Permission) =>
  async function holdRole(ctx: OrgContext, { roleId }: { roleId: string }): Promise<Held> {
    const editor = await holdActor(ctx, permission)
    return { editor, role: await getRole(ctx.db, roleId) }
  }

export const holdRoleForUpdate = holding('role:update')
export const holdRoleForDeletion = holding('role:delete')

export async function createRole(ctx: OrgAct, input: z.output<typeof createRoleSchema>) {
  const editor = await holdActor(ctx, 'role:create')
  const wanted = withNeeds(input.permissions)
  requireCanGive(editor, { builtInRole: null, permissions: wanted })
  await requireFreeName(ctx, input.name)
  const missing = [...wanted].filter((one) => !input.permissions.includes(one))
  if (missing.length > 0) return askAgain(input.name, [...wanted], missing)
  const { id } = await ctx.db.role.create({
    data: { name: input.name, permissions: [...wanted] },
    select: { id: true },
  })
  ctx.audit({
    action: 'role.created',
    target: { id, name: input.name },
    after: { name: input.name, permissions: [...wanted] },
  })
  return { redirectTo: `/o/${ctx.org.slug}/roles/${id}?created` }
}

/** Where no script ticked them: they are ticked now, and whoever sent the form sees that before anything is made. */
function askAgain(name: string, wanted: Permission[], missing: Permission[]) {
  const words = new Intl.ListFormat('en').format(missing.map((one) => `“${catalogue[one].says}”`))
  const sentence = `What you chose needs ${words}: ${missing.length === 1 ? 'that is' : 'those are'} ticked now as well. Send it again if you agree.`
  return {
    message: 'Please check what you entered.',
    fieldErrors: { permissions: [sentence] },
    values: { name, permissions: wanted.join('\n') },
    unchanged: true as const,
  }
}

/** Twice: first it answers what would change for whom, then, with the token of that answer, it is done. */
export async function updateRole(ctx: OrgAct, input: z.output<typeof updateRoleSchema>, { role, editor }: Held) {
  requireNoMoreThan(editor, role)
  const permissions = withNeeds(input.permissions)
  const after: Role = { ...role, name: input.name, permissions }
  requireCanGive(editor, after)
  await requireFreeName(ctx, input.name, role)
  if (after.name === role.name && hasAsMuch(after, role) && hasAsMuch(role, after))
    return { ok: true, message: 'Nothing has changed.', unchanged: true as const }

  const added = [...permissions].filter((one) => !input.permissions.includes(one))
  const review = await reviewChange(ctx, { before: role, after, added })
  const values = { name: input.name, permissions: [...permissions].join('\n') }
  if (!input.reviewed) return { review, values, unchanged: true as const }
  if (input.reviewed !== review.token) return { message: CHANGED_MEANWHILE, review, values, unchanged: true as const }

  await ctx.db.role.update({ where: { id: role.value }, data: { name: input.name, permissions: [...permissions] } })
  ctx.audit({
    action: 'role.updated',
    target: { id: role.value, name: input.name },
    before: { name: role.name, permissions: [...role.permissions] },
    after: { name: input.name, permissions: [...permissions] },
  })
  return { ok: true, message: `${input.name} is saved.` }
}

export const CHANGED_MEANWHILE =
  'Nothing was saved: this role, or who has it, has changed since you looked. This is how it is now.'

/** Nobody edits or deletes a role that has more than they have, and nobody a built-in one. */
export function requireNoMoreThan(editor: Role, role: Role) {
  if (role.builtInRole) throw new AppError('FORBIDDEN', 'Built-in roles are the same everywhere and cannot be changed.')
  if (hasAsMuch(editor, role)) return
  throw new AppError('FORBIDDEN', `${role.name} may do more than you: only somebody with as much can change it.`)
}

/** Only true under the organization's lock. Compared here and not by the database, whose idea of capitals depends on where it runs. */
async function requireFreeName({ db }: OrgContext, wanted: string, itself?: Role) {
  const roles = await db.role.findMany({ select: { id: true, name: true } })
  if (!itself && roles.length >= ROLES_PER_ORGANIZATION)
    throw new AppError(
      'CONFLICT',
      `An organization has at most ${ROLES_PER_ORGANIZATION} roles of its own. Delete one first.`,
    )
  if (roles.some(({ id, name }) => id !== itself?.value && folded(name) === folded(wanted)))
    throw new AppError('CONFLICT', 'Please check what you entered.', {
      fieldErrors: { name: ['There is a role of that name already.'] },
    })
}
