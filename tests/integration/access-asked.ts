import { askForAccess } from '@/app/o/[slug]/access-actions'
import type { Permission } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { readWayToAccess } from '@/lib/domain/access-requests/access-requests'
import { rows } from '@/tests/support/database'
import { form } from '@/tests/support/form'
import { outcome } from '@/tests/support/outcome'
import type { Person } from '@/tests/support/people'
import { mailTo } from '@/tests/support/queued-mail'
import type { Organization } from '@/tests/support/world'

export function ask(org: Organization, permission: string, note?: string) {
  return outcome(() => askForAccess(org.slug, {}, form({ permission, ...(note && { note }) })))
}

export function requests(org: Organization) {
  return rows<{ id: string; permission: string; note: string | null }>(
    'select id, permission, note from "AccessRequest" where "organizationId" = $1 order by "createdAt", id',
    [org.id],
  )
}

export async function only(org: Organization) {
  return (await requests(org))[0]?.id as string
}

/** The names of the mails about access that somebody got. */
export async function templates({ email }: Person) {
  return (await mailTo(email)).map(({ template }) => template).filter((template) => template.startsWith('access-'))
}

/** What stands under a refusal. */
export async function way(org: Organization, permission: Permission) {
  const seen = await orgQuery(org.slug, 'organization:read', (ctx) => readWayToAccess(ctx, permission))
  if ('refusal' in seen) throw new Error(`refused: ${seen.refusal.status}`)
  return seen.data
}
