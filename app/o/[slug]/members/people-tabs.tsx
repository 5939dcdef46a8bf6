import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { Toaster } from '@/components/ui/toaster'
import { COUNT_CAP } from '@/lib/domain/people'

type PeopleTabsProps = {
  org: { slug: string; name: string }
  people: { members: number; invitations: number; links: number }
  current: 'members' | 'invitations' | 'links'
  mayInvite: boolean
  children?: ReactNode
}

/** Title, tabs with their counts, and what one can start from here. */
export async function PeopleTabs({ org, people, current, mayInvite, children }: PeopleTabsProps) {
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
  return (
    <>
      <PageHeader title={t('title')} description={t('description', { org: org.name })} actions={children} />
      <div className="mb-4">
        <Tabs label={t('tabs')} tabs={mayInvite ? [members, invitations, links] : [members]} />
      </div>
      <Toaster />
    </>
  )
}
