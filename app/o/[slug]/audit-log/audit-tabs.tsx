import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import type { Abilities } from '@/lib/access/queries'

type AuditTabsProps = {
  slug: string
  current: 'events' | 'refused' | 'retention'
  may: Abilities
  description: string
  children?: ReactNode
}

/** Title, what else there is of the log, and what one can do with it. */
export async function AuditTabs({ slug, current, may, description, children }: AuditTabsProps) {
  const t = await getTranslations('audit')
  const path = `/o/${slug}/audit-log`
  const tabs = [
    may['audit:read'] && { href: path, label: t('events'), current: current === 'events' },
    may['audit:read'] && { href: `${path}/refused`, label: t('refused'), current: current === 'refused' },
    may['policy:read'] && { href: `${path}/retention`, label: t('retention'), current: current === 'retention' },
  ].filter((tab) => tab !== false)
  return (
    <>
      <PageHeader title={t('title')} description={description} actions={children} />
      <div className="mb-5">
        <Tabs label={t('tabs')} tabs={tabs} />
      </div>
    </>
  )
}
