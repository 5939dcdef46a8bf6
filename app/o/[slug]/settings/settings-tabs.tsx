import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import type { Abilities } from '@/lib/access/queries'

type SettingsTabsProps = { slug: string; may: Abilities; current: 'general' | 'policies' | 'domains' }

/** Title, and the pages of the settings that this person may open. */
export async function SettingsTabs({ slug, may, current }: SettingsTabsProps) {
  const t = await getTranslations('orgs.settings')
  const path = `/o/${slug}/settings`
  const tabs = [
    may['organization:update'] && { href: path, label: t('general'), current: current === 'general' },
    may['policy:read'] && { href: `${path}/policies`, label: t('policies'), current: current === 'policies' },
    may['domain:read'] && { href: `${path}/domains`, label: t('domains'), current: current === 'domains' },
  ].filter((tab) => tab !== false)
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="mb-6">
        <Tabs label={t('tabs')} tabs={tabs} />
      </div>
    </>
  )
}
