import { SearchX, Users } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Pagination } from '@/components/pagination'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listMembers, listMembersSchema, obstacleFor } from '@/lib/domain/members'
import { getPeople } from '@/lib/domain/people'
import { canGive } from '@/lib/domain/roles'
import { Refused } from '../refused'
import { addressOf } from './addresses'
import { Filters } from './filters'
import { InvitePeople } from './invite-people'
import { MemberRow } from './member-row'
import { PeopleTabs } from './people-tabs'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('title') }
}

export default async function MembersPage({ params, searchParams }: PageProps<'/o/[slug]/members'>) {
  const { slug } = await params
  const input = readQuery(listMembersSchema, await searchParams)
  const seen = await orgQuery(slug, 'member:read', (ctx) => Promise.all([listMembers(ctx, input), getPeople(ctx)]))
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { org, actor, may } = seen
  const [members, people] = seen.data
  const [t, names] = await Promise.all([getTranslations('members'), getTranslations('orgs.roles')])
  const path = `/o/${slug}/members`
  const filters = { q: input.q, role: input.role, status: input.status }
  const filtered = Object.values(filters).some(Boolean)
  const choices = people.roles.map((role) => ({ ...role, label: roleName(names, role.name) }))
  const options = choices.map(({ value, label }) => ({ value, label }))
  const givable = choices.filter((role) => canGive(actor, role)).map(({ value, label }) => ({ value, label }))
  const assignable = choices.map((role) => ({
    value: role.value,
    label: role.label,
    why: canGive(actor, role) ? undefined : t('whyNotGiven'),
  }))

  return (
    <>
      <PeopleTabs org={org} people={people} current="members" may={may}>
        {may['member:invite'] && <InvitePeople slug={slug} roles={givable} seats={people.seats} />}
      </PeopleTabs>
      <Filters
        action={path}
        search={{ label: t('search'), value: input.q }}
        choices={[
          { name: 'role', label: t('role'), any: t('anyRole'), value: input.role, of: options },
          {
            name: 'status',
            label: t('status'),
            any: t('anyStatus'),
            value: input.status,
            of: (['active', 'inactive'] as const).map((value) => ({ value, label: t(value) })),
          },
        ]}
        submit={t('filter')}
      />
      {members.rows.length > 0 ? (
        <Table label={t('title')}>
          <TableHead>
            <HeadCell>{t('person')}</HeadCell>
            <HeadCell>{t('role')}</HeadCell>
            <HeadCell>{t('joined')}</HeadCell>
            {may['member:remove'] && (
              <HeadCell>
                <span className="sr-only">{t('actions')}</span>
              </HeadCell>
            )}
          </TableHead>
          <TableBody>
            {members.rows.map((member) => (
              <MemberRow
                key={member.id}
                org={org}
                member={member}
                isYou={member.id === actor.membershipId}
                obstacle={obstacleFor(actor, member, people.owners)}
                roles={assignable}
                may={may}
              />
            ))}
          </TableBody>
        </Table>
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
        first={input.after ? addressOf(path, filters) : undefined}
        next={members.next ? addressOf(path, { ...filters, after: members.next }) : undefined}
      />
    </>
  )
}
