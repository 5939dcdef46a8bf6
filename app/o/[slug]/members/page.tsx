import { Download, SearchX, Users } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Pagination } from '@/components/pagination'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listMembers, listMembersSchema } from '@/lib/domain/members/list'
import { memberOrders } from '@/lib/domain/members/order'
import { getPeople } from '@/lib/domain/members/people'
import { canGive } from '@/lib/domain/roles/roles'
import { Refused } from '../refused'
import { addressOf } from './addresses'
import { type ChosenAct, ChosenPeople } from './chosen-people'
import { Filters } from './filters'
import { InvitePeople } from './invite-people'
import { MembersTable } from './members-table'
import { PeopleTabs } from './people-tabs'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('title') }
}

const permissionFor = { role: 'member:update', end: 'member:update', remove: 'member:remove' } as const

export default async function MembersPage({ params, searchParams }: PageProps<'/o/[slug]/members'>) {
  const { slug } = await params
  const asked = await searchParams
  const input = readQuery(listMembersSchema, asked)
  const seen = await orgQuery(slug, 'member:read', (ctx) => Promise.all([listMembers(ctx, input), getPeople(ctx)]))
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { org, actor, may } = seen
  const [members, people] = seen.data
  const [t, names] = await Promise.all([getTranslations('members'), getTranslations('orgs.roles')])
  const path = `/o/${slug}/members`
  const { q, role, status } = input
  const sort = input.sort === memberOrders[0] ? undefined : input.sort
  const filters = { q, role, status, sort }
  const query = { ...filters, after: input.after && [asked.after].flat()[0] }
  const address = (changes: Record<string, string | undefined>) => addressOf(path, { ...query, ...changes })
  const filtered = Boolean(q || role || status)
  const choices = people.roles.map((role) => ({ ...role, label: roleName(names, role.name) }))
  const options = choices.map(({ value, label }) => ({ value, label }))
  const givable = choices.filter((role) => canGive(actor, role)).map(({ value, label }) => ({ value, label }))
  const assignable = choices.map((role) => ({
    value: role.value,
    label: role.label,
    why: canGive(actor, role) ? undefined : t('whyNotGiven'),
  }))
  const chosen = new Set([asked.who].flat())
  const act = (['role', 'end', 'remove'] as const).find((one) => one === asked.do && may[permissionFor[one]])

  return (
    <>
      <PeopleTabs org={org} people={people} current="members" may={may}>
        {may['member:update'] && !actor.viewingAs && (
          <ButtonLink
            href={addressOf(`/api/o/${slug}/members/csv`, filters)}
            prefetch={false}
            download
            variant="secondary"
          >
            <Download aria-hidden="true" />
            {t('export')}
          </ButtonLink>
        )}
        {may['member:invite'] && <InvitePeople slug={slug} roles={givable} seats={people.seats} />}
      </PeopleTabs>
      {act && (
        <ChosenPeople
          key={`${act} ${[...chosen].join(' ')}`}
          org={org}
          act={act satisfies ChosenAct}
          people={members.rows.filter(({ id }) => chosen.has(id))}
          roles={assignable}
          back={address({})}
        />
      )}
      <Filters
        action={path}
        search={{ label: t('search'), value: q }}
        choices={[
          { name: 'role', label: t('role'), any: t('anyRole'), value: role, of: options },
          {
            name: 'status',
            label: t('status'),
            any: t('anyStatus'),
            value: status,
            of: (['active', 'inactive'] as const).map((value) => ({ value, label: t(value) })),
          },
          {
            name: 'sort',
            label: t('sort'),
            any: t('sorts.-joined'),
            value: sort,
            of: memberOrders.slice(1).map((value) => ({ value, label: t(`sorts.${value}`) })),
            className: 'sm:hidden',
          },
        ]}
        submit={t('filter')}
      />
      {members.rows.length > 0 ? (
        <MembersTable
          org={org}
          actor={actor}
          members={members.rows}
          owners={people.owners}
          roles={assignable}
          may={may}
          sort={input.sort}
          path={path}
          query={query}
          address={address}
        />
      ) : (
        <EmptyState
          icon={filtered ? <SearchX /> : <Users />}
          title={t(filtered ? 'noMatch' : 'empty')}
          action={
            <ButtonLink href={path} variant="secondary" prefetch={false}>
              {t('clear')}
            </ButtonLink>
          }
        >
          {t(filtered ? 'noMatchWhy' : 'emptyWhy')}
        </EmptyState>
      )}
      {people.members === 1 && !filtered && (
        <EmptyState icon={<Users />} title={t('alone')}>
          {t(may['member:invite'] ? 'aloneInvite' : 'aloneAsk')}
        </EmptyState>
      )}
      <Pagination
        first={input.after ? address({ after: undefined }) : undefined}
        next={members.next ? address({ after: members.next }) : undefined}
      />
    </>
  )
}
