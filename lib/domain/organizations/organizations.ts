import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { appendAudit } from '@/lib/access/audit'
import type { OrgAct, OrgContext, UserContext } from '@/lib/access/context'
import { consume } from '@/lib/access/rate-limit'
import { enter, lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { name } from '../strings'
import { claimSlug, findFreeSlug, isSlugTaken, reservedSlugs, slugPattern, TAKEN } from './slugs'

const slugText = z
  .string()
  .regex(slugPattern, 'Use 3 to 48 letters (a–z), digits and hyphens; begin and end with a letter or digit.')
  .refine((text) => !reservedSlugs.has(text), 'That address is reserved. Please choose another.')

function slug() {
  return z
    .string('Choose an address.')
    .transform((text) => text.trim().toLowerCase())
    .pipe(slugText)
}

/** Left empty, the slug is made from the name: that is how the form works without JavaScript. */
export const createOrganizationSchema = z.object({
  name: name('Give your organization a name.'),
  slug: z
    .string('Choose an address.')
    .optional()
    .transform((text) => text?.trim().toLowerCase() || undefined)
    .pipe(slugText.optional()),
})
export const slugSchema = z.object({ slug: slug() })
export const renameOrganizationSchema = z.object({ name: name('Give your organization a name.') })

/** While somebody types. Answers one bit, for a limited number of words a minute. */
export async function checkSlug({ db, user }: UserContext, { slug }: z.output<typeof slugSchema>) {
  await consume('lookUp', user.id)
  return verdict(slug, await isSlugTaken(db, slug))
}

/** The same for an organization that exists: what it was called before is free to it. */
export async function checkNewSlug({ db, org, actor }: OrgAct, { slug }: z.output<typeof slugSchema>) {
  await consume('lookUp', actor.userId)
  return verdict(slug, slug !== org.slug && (await isSlugTaken(db, slug)))
}

function verdict(slug: string, taken: boolean) {
  return { unchanged: true as const, results: [{ subject: slug, outcome: taken ? TAKEN : 'free', ok: !taken }] }
}

/** Its maker becomes its owner. */
export async function createOrganization(
  { db, user, session, request }: UserContext,
  { name, slug: wish }: z.output<typeof createOrganizationSchema>,
) {
  await consume('createOrganization', user.id)
  const id = randomUUID()
  const orgDb = await enter(db, { organizationId: id })
  const slug = wish ?? (await findFreeSlug(orgDb, name))
  await claimSlug(orgDb, slug)
  await orgDb.organization.create({ data: { id, name, slug }, select: { id: true } })
  await orgDb.membership.create({ data: { userId: user.id, builtInRole: 'owner' }, select: { id: true } })
  const actor = { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
  await appendAudit(orgDb, actor, request, [
    { action: 'organization.created', target: { id, name }, after: { name, slug } },
  ])
  return { redirectTo: `/o/${slug}` }
}

/** The organization as it is under its lock: whoever waited for it may find it moved or deleted, and then it is not there. */
export async function lockAndRead({ db, org }: OrgContext) {
  await lockOrganization(db, org.id)
  const now = await db.organization.findFirst({
    where: { id: org.id, slug: org.slug, deletedAt: null },
    select: { id: true, name: true, slug: true },
  })
  if (!now) throw new AppError('NOT_FOUND', NOTHING_HERE)
  return now
}

export async function renameOrganization(ctx: OrgAct, { name }: z.output<typeof renameOrganizationSchema>) {
  const before = await lockAndRead(ctx)
  if (name === before.name) return { ok: true, message: 'That is its name already.', unchanged: true as const }
  await ctx.db.organization.update({ where: { id: before.id }, data: { name }, select: { id: true } })
  ctx.audit({
    action: 'organization.renamed',
    target: { id: before.id, name },
    before: { name: before.name },
    after: { name },
  })
  return { ok: true, message: 'Saved. Everybody sees the new name from now on.' }
}

/** The slug before stays with the organization: members are redirected, and nobody else can take it. */
export async function changeSlug(ctx: OrgAct, { slug }: z.output<typeof slugSchema>) {
  const before = await lockAndRead(ctx)
  if (slug === before.slug) return { ok: true, message: 'That is its address already.', unchanged: true as const }
  await consume('changeSlug', before.id)
  await claimSlug(ctx.db, slug)
  await ctx.db.organization.update({ where: { id: before.id }, data: { slug }, select: { id: true } })
  await ctx.db.formerSlug.deleteMany({ where: { slug } })
  await ctx.db.releasedSlug.deleteMany({ where: { slug } })
  await ctx.db.formerSlug.createMany({ data: [{ slug: before.slug }] })
  ctx.audit({
    action: 'organization.slug_changed',
    target: { id: before.id, name: before.name },
    before: { slug: before.slug },
    after: { slug },
  })
  return { redirectTo: `/o/${slug}/settings?moved` }
}
