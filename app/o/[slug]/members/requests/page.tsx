import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listAccessRequests, listAccessRequestsSchema } from '@/lib/domain/access-grants'
import { getPeople } from '@/lib/domain/people'
import { Refused } from '../../refused'
import { PeopleTabs } from '../people-tabs'
import { AccessRequests } from './access-requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('requests') }
}

export default async function RequestsPage({ params, searchParams }: PageProps<'/o/[slug]/members/requests'>) {
  const { slug } = await params
  const input = readQuery(listAccessRequestsSchema, await searchParams)
  const seen = await orgQuery(slug, 'member:update', (ctx) =>
    Promise.all([listAccessRequests(ctx, input), getPeople(ctx)]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, may } = seen
  const [access, people] = seen.data
  return (
    <>
      <PeopleTabs org={org} people={people} current="requests" may={may} />
      <AccessRequests slug={slug} {...access} later={Boolean(input.after)} mayCreate={may['role:create']} />
    </>
  )
}
