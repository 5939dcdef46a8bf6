import { z } from 'zod'
import { appendAudit } from '@/lib/access/audit'
import type { OrgAct, UserContext } from '@/lib/access/context'
import { pool } from '@/lib/db/pool'
import { enter, lockOrganization } from '@/lib/db/scope'
import { AppError, NOTHING_HERE } from '@/lib/errors'
import { RESTORABLE } from '@/lib/parameters'
import { cursor, PAGE, pageOf } from '../paging'
import { cleanName, id } from '../strings'
import { lockAndRead } from './organizations'

export const deleteOrganizationSchema = z.object({ confirmation: z.string('Type the name.').transform(cleanName) })
export const restoreOrganizationSchema = z.object({ organizationId: id() })

/** From the next request on it is not there, for anybody. Its owners can bring it back for 30 days; its slug is held. */
export async function deleteOrganization(ctx: OrgAct, { confirmation }: z.output<typeof deleteOrganizationSchema>) {
  const { db, actor } = ctx
  const org = await lockAndRead(ctx)
  // whoever waited for the lock may be an owner no more
  const owner = await db.membership.findFirst({
    where: { id: actor.membershipId, builtInRole: 'owner' },
    select: { id: true },
  })
  if (!owner) throw new AppError('FORBIDDEN', 'Only an owner can delete an organization.')
  if (confirmation !== cleanName(org.name)) {
    const sentence = `Type the name exactly as it is: ${org.name}`
    throw new AppError('BAD_INPUT', 'Nothing was deleted.', { fieldErrors: { confirmation: [sentence] } })
  }
  await db.organization.update({ where: { id: org.id }, data: { deletedAt: new Date() }, select: { id: true } })
  ctx.audit({
    action: 'organization.deleted',
    target: { id: org.id, name: org.name },
    before: { name: org.name, slug: org.slug },
  })
  return { redirectTo: '/account/organizations?deleted' }
}

const restorable = () => ({ gt: new Date(Date.now() - RESTORABLE) })

export const listRestorableSchema = z.object({ deletedAfter: cursor })

/** What this person may bring back, deleted last first, and for how many more days. */
export async function listRestorable(
  { db, user }: Pick<UserContext, 'db' | 'user'>,
  { deletedAfter: from }: z.output<typeof listRestorableSchema> = {},
) {
  const later = from && [{ deletedAt: { lt: from.createdAt } }, { deletedAt: from.createdAt, id: { lt: from.id } }]
  const memberships = await db.membership.findMany({
    where: {
      userId: user.id,
      builtInRole: 'owner',
      organization: { deletedAt: restorable(), ...(later && { OR: later }) },
    },
    select: { organization: { select: { id: true, name: true, slug: true, deletedAt: true } } },
    orderBy: [{ organization: { deletedAt: 'desc' } }, { organizationId: 'desc' }],
    relationLoadStrategy: 'join',
    take: PAGE + 1,
  })
  const organizations = memberships.flatMap(({ organization: { deletedAt, ...org } }) =>
    deletedAt ? [{ ...org, deletedAt, createdAt: deletedAt, until: new Date(deletedAt.getTime() + RESTORABLE) }] : [],
  )
  return pageOf(organizations)
}

export async function restoreOrganization(
  { db, user, session, request }: UserContext,
  { organizationId }: z.output<typeof restoreOrganizationSchema>,
) {
  const deleted = { builtInRole: 'owner', userId: user.id, organization: { deletedAt: restorable() } } as const
  const mine = await db.membership.findFirst({ where: { ...deleted, organizationId }, select: { id: true } })
  if (!mine) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const orgDb = await enter(db, { organizationId })
  await lockOrganization(orgDb, organizationId)
  const found = await orgDb.membership.findFirst({
    where: { ...deleted, id: mine.id },
    select: { organization: { select: { id: true, name: true, slug: true } } },
  })
  if (!found) throw new AppError('NOT_FOUND', NOTHING_HERE)
  const { organization: org } = found
  await orgDb.organization.update({ where: { id: org.id }, data: { deletedAt: null }, select: { id: true } })
  const actor = { userId: user.id, name: user.name, email: user.email, sessionId: session.id }
  await appendAudit(orgDb, actor, request, [
    {
      action: 'organization.restored',
      target: { id: org.id, name: org.name },
      after: { name: org.name, slug: org.slug },
    },
  ])
  return { redirectTo: `/o/${org.slug}` }
}

/** What nobody can restore any more goes for good, twenty at a time. Answers how many went. */
export async function purgeDeletedOrganizations(): Promise<number> {
  const { rows } = await pool.query<{ purged: number }>('select purge_deleted_organizations() as purged')
  return rows[0]?.purged ?? 0
}
