import { type AuditRequest, appendAudit, systemActor } from '@/lib/access/audit'
import { enter, type IdentityDb, lockOrganization } from '@/lib/db/scope'
import { findSuccessor } from '@/lib/domain/ownership/ownership'
import { sendMail } from '@/lib/email/send'
import { env } from '@/lib/env'

const theirs = (userId: string) => ({
  where: { userId, builtInRole: 'owner', organization: { deletedAt: null } } as const,
  orderBy: { organizationId: 'asc' } as const, // two at once lock in the same order
  select: { id: true, organizationId: true, organization: { select: { slug: true, name: true } } } as const,
})

/** Organizations come before people in the order of locks: held before the person's row is. */
export async function holdOrganizationsOf(db: IdentityDb, userId: string): Promise<void> {
  const owned = await (await enter(db, { userId })).membership.findMany(theirs(userId))
  for (const { organizationId } of owned) await lockOrganization(await enter(db, { organizationId }), organizationId)
  await enter(db, { identity: true })
}

/**
 * Before somebody is disabled: what only they could look after gets another owner, as nobody else in it could make one. They
 * stay an owner themself, for the day on which they are enabled again. Where they are alone it stays as it is.
 */
export async function findSuccessors(db: IdentityDb, userId: string, request: AuditRequest): Promise<void> {
  const owned = await (await enter(db, { userId })).membership.findMany(theirs(userId))
  for (const { id, organizationId, organization } of owned) {
    const org = await enter(db, { organizationId })
    await lockOrganization(org, organizationId)
    const heir = await findSuccessor(org, id)
    if (typeof heir === 'string') continue
    await appendAudit(org, systemActor, request, [heir.fact])
    const url = `${env.APP_URL}/o/${organization.slug}`
    await sendMail(org, {
      template: 'ownership',
      to: heir.email,
      props: { event: 'inherited', name: heir.name, organizationName: organization.name, url },
    })
  }
  await enter(db, { identity: true })
}
