import { MailPlus, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Pagination } from '@/components/pagination'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listInvitations, listInvitationsSchema } from '@/lib/domain/invitations/invitations'
import { invitationStates } from '@/lib/domain/invitations/states'
import { getPeople } from '@/lib/domain/members/people'
import { canGive, hasAsMuch, roleOf } from '@/lib/domain/roles/roles'
import { Refused } from '../../refused'
import { addressOf } from '../addresses'
import { Filters } from '../filters'
import { InvitePeople } from '../invite-people'
import { PeopleTabs } from '../people-tabs'
import { InvitationRow } from './invitation-row'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invitations'))('title') }
}

export default async function InvitationsPage({ params, searchParams }: PageProps<'/o/[slug]/members/invitations'>) {
  const { slug } = await params
  const input = readQuery(listInvitationsSchema, await searchParams)
  const seen = await orgQuery(slug, 'member:invite', (ctx) =>
    Promise.all([listInvitations(ctx, input), getPeople(ctx)]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/members`} />

  const { org, actor, may } = seen
  const [invitations, people] = seen.data
  const [t, names] = await Promise.all([getTranslations('invitations.list'), getTranslations('orgs.roles')])
  const path = `/o/${slug}/members/invitations`
  const filters = { q: input.q, role: input.role, status: input.status }
  const filtered = Object.values(filters).some(Boolean)
  const choices = people.roles.map((role) => ({ ...role, label: roleName(names, role.name) }))
  const givable = choices.filter((role) => canGive(actor, role)).map(({ value, label }) => ({ value, label }))
  const columns = [t('address'), t('role'), t('status'), t('by')]

  return (
    <>
      <PeopleTabs org={org} people={people} current="invitations" may={may}>
        <InvitePeople slug={slug} roles={givable} seats={people.seats} />
      </PeopleTabs>
      <Filters
        action={path}
        search={{ label: t('search'), value: input.q }}
        choices={[
          {
            name: 'role',
            label: t('role'),
            any: t('anyRole'),
            value: input.role,
            of: choices.map(({ value, label }) => ({ value, label })),
          },
          {
            name: 'status',
            label: t('status'),
            any: t('anyStatus'),
            value: input.status,
            of: invitationStates.map((value) => ({ value, label: t(`states.${value}`) })),
          },
        ]}
        submit={t('filter')}
      />
      {invitations.rows.length > 0 ? (
        <Table label={t('address')}>
          <TableHead>
            {columns.map((column) => (
              <HeadCell key={column}>{column}</HeadCell>
            ))}
            <HeadCell>
              <span className="sr-only">{t('actions')}</span>
            </HeadCell>
          </TableHead>
          <TableBody>
            {invitations.rows.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                slug={slug}
                invitation={invitation}
                mayTouch={hasAsMuch(actor, roleOf(invitation))}
              />
            ))}
          </TableBody>
        </Table>
      ) : filtered ? (
        <EmptyState
          icon={<SearchX />}
          title={t('noMatch')}
          action={
            <ButtonLink href={path} variant="secondary" prefetch={false}>
              {t('clear')}
            </ButtonLink>
          }
        >
          {t('noMatchWhy')}
        </EmptyState>
      ) : (
        <EmptyState icon={<MailPlus />} title={t('empty')}>
          {t('emptyWhy')}
        </EmptyState>
      )}
      <Pagination
        first={input.after ? addressOf(path, filters) : undefined}
        next={invitations.next ? addressOf(path, { ...filters, after: invitations.next }) : undefined}
      />
    </>
  )
}
