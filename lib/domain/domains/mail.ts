import { can, type Permission } from '@/lib/access/permissions'
import type { OrgDb } from '@/lib/db/scope'
import { sendMails } from '@/lib/email/send'
import { env } from '@/lib/env'
import { DOMAIN_GRACE } from '@/lib/parameters'
import { heldRoleColumns, withHeldRole } from '../roles/held-roles'
import { active, roleOf } from '../roles/roles'

/** More would be noise: whoever has been here longest is likeliest to know. */
const TOLD = 10

/** Addresses of those who hold these permissions, owners and admins before others, who has been here longest first. */
export async function listHolders(db: OrgDb, permissions: Permission[], most = TOLD): Promise<string[]> {
  const holding = withHeldRole({ builtIn: ['owner', 'admin'], own: { permissions: { hasEvery: permissions } } })
  const members = await db.membership.findMany({
    where: { ...active(), AND: [holding] },
    select: { user: { select: { email: true } }, ...heldRoleColumns },
    orderBy: [{ builtInRole: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    take: 50,
  })
  return members
    .filter((member) => permissions.every((permission) => can(roleOf(member), permission)))
    .slice(0, most)
    .map(({ user }) => user.email)
}

type Told = { event: 'failing'; domain: string; failingSince: Date } | { event: 'lost'; domain: string }

/** Once for each failure, to those who can mend it. */
export async function tellAboutDomain(db: OrgDb, org: { name: string; slug: string }, told: Told) {
  const props = {
    event: told.event,
    domain: told.domain,
    organizationName: org.name,
    at: told.event === 'failing' ? new Date(told.failingSince.getTime() + DOMAIN_GRACE) : undefined,
    url: `${env.APP_URL}/o/${org.slug}/settings/domains`,
  }
  const readers = await listHolders(db, ['domain:update'])
  await sendMails(
    db,
    'domain',
    readers.map((to) => ({ to, props })),
  )
}
