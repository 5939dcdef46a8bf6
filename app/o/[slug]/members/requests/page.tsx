import { Inbox } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { EmptyState } from '@/components/ui/empty-state'
import { readQuery } from '@/lib/access/input'
import { can } from '@/lib/access/permissions'
import { orgQuery } from '@/lib/access/queries'
import { listAccessRequests, listAccessRequestsSchema } from '@/lib/domain/access-requests/grants'
import { listJoinRequests, listJoinRequestsSchema } from '@/lib/domain/domains/join-requests'
import { getPeople, ROLES_OFFERED } from '@/lib/domain/members/people'
import { cursorOf } from '@/lib/domain/paging'
import { canGive } from '@/lib/domain/roles/roles'
import { Refused } from '../../refused'
import { addressOf } from '../addresses'
import { PeopleTabs } from '../people-tabs'
import { Seats } from '../seats'
import { AccessRequests } from './access-requests'
import { Answer } from './answer'
import { JoinRequests } from './join-requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('requests') }
}

/** Who may invite decides who joins, who may change roles decides who may do what; each sees what is theirs. */
export default async function RequestsPage({ params, searchParams }: PageProps<'/o/[slug]/members/requests'>) {
  const { slug } = await params
  const asked = await searchParams
  const input = readQuery(listAccessRequestsSchema.extend(listJoinRequestsSchema.shape), asked)
  const seen = await orgQuery(slug, ['member:invite', 'member:update'], (ctx) =>
    Promise.all([
      can(ctx.actor, 'member:invite') ? listJoinRequests(ctx, input) : null,
      can(ctx.actor, 'member:update') ? listAccessRequests(ctx, input) : null,
      getPeople(ctx),
    ]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, actor, may } = seen
  const [joining, access, people] = seen.data
  const [t, names] = await Promise.all([getTranslations('members.access'), getTranslations('orgs.roles')])
  const givable = people.roles
    .filter((role) => role.builtInRole !== 'owner' && canGive(actor, role))
    .map(({ value, name }) => ({ value, label: roleName(names, name) }))
  const path = `/o/${slug}/members/requests`
  const [joins, after] = [input.joins && cursorOf(input.joins), input.after && cursorOf(input.after)]
  const address = (changes: Record<string, string | undefined>) => addressOf(path, { joins, after, ...changes })
  const act = (['grant', 'decline'] as const).find((one) => access && one === asked.do)
  const joiningShown = joining && (joining.rows.length > 0 || joins) ? joining : null
  const accessShown = access && (access.rows.length > 0 || after) ? access : null
  return (
    <>
      <PeopleTabs org={org} people={people} current="requests" may={may} />
      {act && asked.request && (
        <Answer key={`${act} ${input.request}`} slug={slug} act={act} request={access?.asked} back={address({})} />
      )}
      {joiningShown && (
        <>
          <Seats seats={people.seats} className="mb-4" />
          <JoinRequests
            slug={slug}
            rows={joiningShown.rows}
            roles={givable.slice(0, ROLES_OFFERED)}
            hasMoreRoles={givable.length > ROLES_OFFERED}
            first={joins && address({ joins: undefined })}
            next={joiningShown.next && address({ joins: joiningShown.next })}
          />
        </>
      )}
      {accessShown && (
        <AccessRequests
          slug={slug}
          rows={accessShown.rows}
          first={after && address({ after: undefined })}
          next={accessShown.next && address({ after: accessShown.next })}
          mayCreate={may['role:create']}
          dialog={(act, request) => address({ do: act, request })}
        />
      )}
      {!joiningShown && !accessShown && (
        <EmptyState icon={<Inbox />} title={t('empty')}>
          {t(access ? 'emptyWhy' : 'emptyJoining')}
        </EmptyState>
      )}
    </>
  )
}
