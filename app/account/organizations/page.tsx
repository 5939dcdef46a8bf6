import { Building2, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InvitationInbox } from '@/app/invitation-inbox'
import { OrganizationsToJoin } from '@/app/organizations-to-join'
import { OwnershipOffer } from '@/app/ownership-offer'
import { Refused } from '@/components/refused'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { readQuery } from '@/lib/access/input'
import { userQuery } from '@/lib/access/queries'
import { listOrganizationsToJoin } from '@/lib/domain/domains/organizations-to-join'
import { listRestorable, listRestorableSchema } from '@/lib/domain/organizations/deleted'
import { listOwnershipOffers } from '@/lib/domain/ownership/open-offers'
import { Memberships } from './memberships'
import { Restorable } from './restorable'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.organizations')
  return { title: t('title') }
}

export default async function OrganizationsPage({ searchParams }: PageProps<'/account/organizations'>) {
  const done = await searchParams
  const input = readQuery(listRestorableSchema, done)
  const seen = await userQuery((ctx) =>
    Promise.all([listRestorable(ctx, input), listOwnershipOffers(ctx), listOrganizationsToJoin(ctx)]),
  )
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { user, organizations, invitations } = seen
  const [deleted, offers, open] = seen.data
  const [t, d] = await Promise.all([getTranslations('account.organizations'), getTranslations('domains.open')])
  const create = (
    <ButtonLink href="/new" prefetch={false}>
      <Plus aria-hidden="true" />
      {t('create')}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={organizations.length > 0 && create} />
      <div className="grid grid-cols-1 gap-6">
        {'left' in done && (
          <Alert tone="success" role="status">
            {t('noticeLeft')}
          </Alert>
        )}
        {'deleted' in done && (
          <Alert tone="success" role="status" title={t('noticeDeleted')}>
            {t('noticeDeletedWhy')}
          </Alert>
        )}
        {offers.map(({ organization, from, ...offer }) => (
          <OwnershipOffer
            key={offer.id}
            slug={organization.slug}
            organization={organization.name}
            offer={{ ...offer, from: from.user.name }}
          />
        ))}
        {invitations.length > 0 && (
          <Card>
            <CardHeader title={t('invitations')} description={t('invitationsWhy', { email: user.email })} />
            <CardBody>
              <InvitationInbox invitations={invitations} />
            </CardBody>
          </Card>
        )}
        {open.length > 0 && (
          <Card>
            <CardHeader title={d('title')} description={d('why')} />
            <CardBody>
              <OrganizationsToJoin organizations={open} />
            </CardBody>
          </Card>
        )}
        {organizations.length > 0 ? (
          <Memberships organizations={organizations} />
        ) : (
          <Card>
            <EmptyState icon={<Building2 />} title={t('none')} action={create}>
              {t('noneWhy')}
            </EmptyState>
          </Card>
        )}
        {deleted.rows.length > 0 && (
          <Restorable organizations={deleted.rows} isFirst={!input.deletedAfter} next={deleted.next} />
        )}
      </div>
    </>
  )
}
