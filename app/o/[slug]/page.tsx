import { getTranslations } from 'next-intl/server'
import { OwnershipOffer } from '@/app/ownership-offer'
import { roleName } from '@/app/role-name'
import { Alert } from '@/components/ui/alert'
import { cn } from '@/components/ui/cn'
import { PageHeader } from '@/components/ui/page-header'
import { orgQuery } from '@/lib/access/queries'
import { readOverview } from '@/lib/domain/organizations/overview'
import { Activity } from './dashboard/activity'
import { GettingStarted } from './dashboard/getting-started'
import { RecentProjects } from './dashboard/recent-projects'
import { Totals } from './dashboard/totals'
import { Refused } from './refused'

export default async function DashboardPage({ params, searchParams }: PageProps<'/o/[slug]'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'organization:read', readOverview)
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { data, org, actor, may } = seen
  const { offer } = data
  const [t, roles, o] = await Promise.all([
    getTranslations('orgs.dashboard'),
    getTranslations('orgs.roles'),
    getTranslations('ownership'),
  ])
  return (
    <>
      <PageHeader
        title={org.name}
        description={t('youAre', { role: roleName(roles, actor.viewingAs ?? actor.role) })}
      />
      <div className="grid grid-cols-1 gap-6">
        {'owner' in (await searchParams) && actor.builtInRole === 'owner' && (
          <Alert tone="success" role="status">
            {o('accepted', { organization: org.name })}
          </Alert>
        )}
        {offer && <OwnershipOffer slug={slug} offer={{ ...offer, expiresAt: new Date(offer.expiresAt) }} />}
        {may['member:invite'] && may['project:create'] && <GettingStarted slug={slug} totals={data} />}
        <Totals slug={slug} totals={data} />
        <div className={cn('grid grid-cols-1 items-start gap-6', may['audit:read'] && 'lg:grid-cols-2')}>
          {may['project:read'] && (
            <RecentProjects slug={slug} projects={data.recentProjects} mayCreate={may['project:create']} />
          )}
          {may['audit:read'] && <Activity slug={slug} events={data.activity} />}
        </div>
      </div>
    </>
  )
}
