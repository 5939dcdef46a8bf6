import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { Toaster } from '@/components/ui/toaster'
import type { Abilities } from '@/lib/access/queries'
import { COUNT_CAP } from '@/lib/domain/members/people'

type PeopleTabsProps = {
  org: { slug: string; name: string }
  people: { members: number; invitations: number; links: number; requests: number }
  current: 'members' | 'invitations' | 'links' | 'requests'
  may: Abilities
  children?: ReactNode
}

/** Title, tabs with their counts, and what one can start from here. */
export async function PeopleTabs({ org, people, current, may, children }: PeopleTabsProps) {
  const t = await getTranslations('members')
  const counted = (count: number) => (count > COUNT_CAP ? t('many', { cap: COUNT_CAP }) : count)
  const path = `/o/${org.slug}/members`
  const members = { href: path, label: t('members'), count: counted(people.members), current: current === 'members' }
  const invitations = {
    href: `${path}/invitations`,
    label: t('invitations'),
    count: counted(people.invitations),
    current: current === 'invitations',
  }
  const links = {
    href: `${path}/links`,
    label: t('links'),
    count: counted(people.links),
    current: current === 'links',
  }
  const requests = {
    href: `${path}/requests`,
    label: t('requests'),
    count: counted(people.requests),
    current: current === 'requests',
  }
  const tabs = [
    members,
    may['member:invite'] && [invitations, links],
    (may['member:invite'] || may['member:update']) && requests,
  ]
  return (
    <>
      <PageHeader title={t('title')} description={t('description', { org: org.name })} actions={children} />
      <div className="mb-4">
        <Tabs label={t('tabs')} tabs={tabs.flatMap((tab) => tab || [])} />
      </div>
      <Toaster />
    </>
  )
}
