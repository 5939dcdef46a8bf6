import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Refused } from '@/components/refused'
import { cn } from '@/components/ui/cn'
import { PageHeader } from '@/components/ui/page-header'
import { orgQuery } from '@/lib/access/queries'
import { readOverview } from '@/lib/domain/overview'
import { Activity } from './dashboard/activity'
import { GettingStarted } from './dashboard/getting-started'
import { RecentProjects } from './dashboard/recent-projects'
import { Totals } from './dashboard/totals'

export default async function DashboardPage({ params }: PageProps<'/o/[slug]'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'organization:read', readOverview)
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { data, org, actor, may } = seen
  const [t, roles] = await Promise.all([getTranslations('orgs.dashboard'), getTranslations('orgs.roles')])
  return (
    <>
      <PageHeader title={org.name} description={t('youAre', { role: roleName(roles, actor.role) })} />
      <div className="grid grid-cols-1 gap-6">
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
