import {
  Building2,
  FolderKanban,
  House,
  KeyRound,
  MonitorSmartphone,
  ScrollText,
  Settings,
  ShieldCheck,
  UserRound,
  Users,
} from 'lucide-react'
import type { useTranslations } from 'next-intl'
import type { NavItem } from './nav-links'

/** Which pages of the org this person may open. A page that is not named is not linked. */
export type OrgPages = {
  projects?: boolean
  members?: boolean
  roles?: boolean
  audit?: boolean
  /** The first of the settings' pages. */
  settings?: string | false
}

type Words = ReturnType<typeof useTranslations<'shell'>>

export function orgNavigation(slug: string, can: OrgPages, t: Words): NavItem[] {
  const org = `/o/${slug}`
  const items: (NavItem | false | '' | undefined)[] = [
    { href: org, label: t('nav.dashboard'), icon: <House aria-hidden="true" />, exact: true },
    can.projects && { href: `${org}/projects`, label: t('nav.projects'), icon: <FolderKanban aria-hidden="true" /> },
    can.members && { href: `${org}/members`, label: t('nav.members'), icon: <Users aria-hidden="true" /> },
    can.roles && { href: `${org}/roles`, label: t('nav.roles'), icon: <KeyRound aria-hidden="true" /> },
    can.audit && { href: `${org}/audit-log`, label: t('nav.audit'), icon: <ScrollText aria-hidden="true" /> },
    can.settings && { href: `${org}/${can.settings}`, label: t('nav.settings'), icon: <Settings aria-hidden="true" /> },
  ]
  return items.filter((item) => typeof item === 'object')
}

/** The signed-in person's own pages. */
export function accountNavigation(t: Words): NavItem[] {
  return [
    { href: '/account', label: t('account'), icon: <UserRound aria-hidden="true" />, exact: true },
    { href: '/account/security', label: t('security'), icon: <ShieldCheck aria-hidden="true" /> },
    { href: '/account/sessions', label: t('sessions'), icon: <MonitorSmartphone aria-hidden="true" /> },
    { href: '/account/organizations', label: t('organizations'), icon: <Building2 aria-hidden="true" /> },
  ]
}
