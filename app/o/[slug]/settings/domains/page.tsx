import { AtSign } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { EmptyState } from '@/components/ui/empty-state'
import { Toaster } from '@/components/ui/toaster'
import { orgQuery } from '@/lib/access/queries'
import { listDomains } from '@/lib/domain/domains/domains'
import { ROLES_OFFERED } from '@/lib/domain/members/people'
import { canGive } from '@/lib/domain/roles/roles'
import { DOMAINS } from '@/lib/parameters'
import { Refused } from '../../refused'
import { SettingsTabs } from '../settings-tabs'
import { AddDomain } from './add-domain'
import { ChooseWhoJoins } from './choose-who-joins'
import { DomainCard } from './domain-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('domains'))('title') }
}

export default async function DomainsPage({ params, searchParams }: PageProps<'/o/[slug]/settings/domains'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'domain:read', listDomains)
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { actor, may } = seen
  const { domains, roles } = seen.data
  const { checked, joins } = await searchParams
  const [t, names] = await Promise.all([getTranslations('domains'), getTranslations('orgs.roles')])
  const givable = roles
    .filter((role) => role.builtInRole !== 'owner' && canGive(actor, role))
    .map(({ value, name }) => ({ value, label: roleName(names, name) }))
  const path = `/o/${slug}/settings/domains`
  const offersAll = may['domain:update'] && givable.length > ROLES_OFFERED
  const chosen = offersAll && domains.find(({ id, state }) => id === joins && state !== 'waiting')
  return (
    <>
      <SettingsTabs slug={slug} may={may} current="domains" />
      {chosen && <ChooseWhoJoins key={chosen.id} slug={slug} domain={chosen} roles={givable} back={path} />}
      <div className="grid grid-cols-1 gap-6">
        {may['domain:update'] && domains.length < DOMAINS && <AddDomain slug={slug} />}
        {domains.map((domain) => (
          <DomainCard
            key={domain.id}
            slug={slug}
            domain={domain}
            roles={givable}
            mayChange={may['domain:update']}
            justChecked={checked === domain.id}
            joins={`${path}?joins=${domain.id}`}
          />
        ))}
        {domains.length === 0 && (
          <EmptyState icon={<AtSign />} title={t('none')}>
            {t('noneWhy')}
          </EmptyState>
        )}
      </div>
      <Toaster />
    </>
  )
}
