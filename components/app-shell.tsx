import { Menu, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { FormAction } from './form'
import { Wordmark } from './mark'
import { NavLinks } from './nav-links'
import { accountNavigation, type OrgPages, orgNavigation } from './navigation'
import { OrgSwitcher, type ShellInvitation, type ShellOrg } from './org-switcher'
import { Toaster } from './ui/toaster'
import { type ShellAccounts, type ShellUser, UserMenu } from './user-menu'

type AppShellProps = {
  /** Absent on the account pages: they belong to no organization. */
  org?: { name: string; slug: string }
  orgs: ShellOrg[]
  invitations?: ShellInvitation[]
  user: ShellUser
  can?: OrgPages
  signOutAction: FormAction
  accounts: ShellAccounts
  acceptAction?: FormAction
  children: ReactNode
}

/**
 * The frame of every signed-in page. One navigation for both widths: beside the page from 1024 px on, a popover of the
 * browser's own below that, so that it opens without JavaScript.
 */
export function AppShell({
  org,
  orgs,
  invitations = [],
  user,
  can = {},
  signOutAction,
  accounts,
  acceptAction,
  children,
}: AppShellProps) {
  const t = useTranslations('shell')
  const items = org ? orgNavigation(org.slug, can, t) : accountNavigation(t)
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b bg-background px-2 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-3 lg:border-r lg:border-b-0 lg:p-3">
        <button
          type="button"
          popoverTarget="navigation"
          aria-label={t('openNavigation')}
          className="grid size-10 place-items-center rounded-lg text-muted-foreground hover:bg-accent hover:text-foreground lg:hidden"
        >
          <Menu aria-hidden="true" className="size-5" />
        </button>
        <div className="min-w-0 max-lg:flex-1">
          <OrgSwitcher
            org={org}
            orgs={orgs}
            invitations={invitations}
            acceptAction={acceptAction}
            words={{
              label: t('switcher.label'),
              choose: t('switcher.choose'),
              search: t('switcher.search'),
              noMatch: t('switcher.noMatch'),
              all: t('switcher.all'),
              invitations: t('switcher.invitations'),
              accept: t('switcher.accept'),
              create: t('switcher.create'),
            }}
          />
        </div>
        <nav id="navigation" popover="auto" aria-label={t('navigation')} className="drawer">
          <div className="mb-4 flex items-center justify-between pl-2.5 lg:hidden">
            <Wordmark />
            <button
              type="button"
              popoverTarget="navigation"
              popoverTargetAction="hide"
              aria-label={t('closeNavigation')}
              className="grid size-9 place-items-center rounded-lg text-muted-foreground hover:bg-accent hover:text-foreground"
            >
              <X aria-hidden="true" className="size-5" />
            </button>
          </div>
          <NavLinks items={items} />
        </nav>
        <UserMenu user={user} signOutAction={signOutAction} accounts={accounts} />
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-5xl px-4 py-6 outline-none sm:px-8 lg:py-10">
        {children}
      </main>
      <Toaster />
    </div>
  )
}
