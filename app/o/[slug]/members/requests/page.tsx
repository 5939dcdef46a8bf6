import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { readQuery } from '@/lib/access/input'
import { can } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { listAccessRequests, listAccessRequestsSchema } from '@/lib/domain/access-grants'
import { listJoinRequests } from '@/lib/domain/join-requests'
import { getPeople } from '@/lib/domain/people'
import { canGive } from '@/lib/domain/roles'
import { Refused } from '../../refused'
import { PeopleTabs } from '../people-tabs'
import { Seats } from '../seats'
import { AccessRequests } from './access-requests'
import { JoinRequests } from './join-requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('requests') }
}

export default async function RequestsPage({ params, searchParams }: PageProps<'/o/[slug]/members/requests'>) {
  const { slug } = await params
  const input = readQuery(listAccessRequestsSchema, await searchParams)
  const seen = await orgQuery(slug, 'member:update', (ctx) =>
    Promise.all([
      listAccessRequests(ctx, input),
      getPeople(ctx),
      can(ctx.actor, 'member:invite') ? listJoinRequests(ctx) : null,
    ]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, actor, may } = seen
  const [access, people, joining] = seen.data
  const joins = joining !== null && joining.rows.length > 0
  const names = await getTranslations('orgs.roles')
  const givable = people.roles
    .filter((role) => role.builtInRole !== 'owner' && canGive(actor, role))
    .map(({ value, name }) => ({ value, label: roleName(names, name) }))
  return (
    <>
      <PeopleTabs org={org} people={people} current="requests" may={may} />
      {joins && (
        <>
          <Seats seats={people.seats} className="mb-4" />
          <JoinRequests slug={slug} requests={joining} roles={givable} />
        </>
      )}
      {(!joins || access.rows.length > 0 || input.after) && (
        <AccessRequests slug={slug} {...access} later={Boolean(input.after)} mayCreate={may['role:create']} />
      )}
    </>
  )
}
