import { ChevronsUpDown, LogOut, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Form, type FormAction } from './form'
import { accountNavigation } from './navigation'
import { ThemeChoice } from './theme-choice'
import { Avatar } from './ui/avatar'
import { MenuButton, MenuLink, MenuSeparator } from './ui/menu'
import { Popover } from './ui/popover'

export type ShellUser = { name: string | null; email: string; image?: string | null }

/** Who else is signed in in this browser, and what can be done about it. */
export type ShellAccounts = {
  others: { id: string; name: string; email: string }[]
  continueAs: FormAction
  add: FormAction
  signOutOfAll: FormAction
}

export function UserMenu({
  user,
  signOutAction,
  accounts,
  compact,
}: {
  user: ShellUser
  signOutAction: FormAction
  accounts: ShellAccounts
  compact?: boolean
}) {
  const t = useTranslations('shell')
  const name = user.name || user.email
  return (
    <Popover
      label={t('accountMenu')}
      align={compact ? 'end' : 'start'}
      side={compact ? 'bottom' : 'top'}
      className="w-64"
      trigger={(open) => (
        <button
          type="button"
          {...open}
          aria-label={t('accountMenu')}
          className={
            compact
              ? 'rounded-full'
              : 'flex items-center gap-2.5 rounded-lg p-1 text-left hover:bg-accent lg:w-full lg:p-1.5'
          }
        >
          <Avatar name={name} image={user.image} />
          {!compact && (
            <>
              <span className="min-w-0 flex-1 max-lg:hidden">
                <span className="block truncate text-[0.8125rem] leading-4.5 font-medium">{name}</span>
                <span className="block truncate text-xs text-muted-foreground">{user.email}</span>
              </span>
              <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted-foreground max-lg:hidden" />
            </>
          )}
        </button>
      )}
    >
      <div className="px-2 py-1.5">
        <p className="truncate text-sm font-medium">{name}</p>
        {user.name && <p className="truncate text-[0.8125rem] text-muted-foreground">{user.email}</p>}
      </div>
      <MenuSeparator />
      {accountNavigation(t).map(({ href, label, icon }) => (
        <MenuLink key={href} href={href}>
          {icon}
          {label}
        </MenuLink>
      ))}
      <MenuSeparator />
      {accounts.others.map((other) => (
        <Form key={other.id} action={accounts.continueAs} success="silent" className="gap-0">
          <input type="hidden" name="userId" value={other.id} />
          <MenuButton type="submit">
            <Avatar name={other.name || other.email} size="sm" />
            <span className="min-w-0">
              <span className="sr-only">{t('continueAs')} </span>
              <span className="block truncate">{other.name}</span>
              <span className="block truncate text-xs text-muted-foreground">{other.email}</span>
            </span>
          </MenuButton>
        </Form>
      ))}
      <Form action={accounts.add} success="silent" className="gap-0">
        <MenuButton type="submit">
          <UserPlus aria-hidden="true" />
          {t('addAccount')}
        </MenuButton>
      </Form>
      <MenuSeparator />
      <ThemeChoice
        label={t('theme')}
        names={{ light: t('themes.light'), dark: t('themes.dark'), system: t('themes.system') }}
      />
      <MenuSeparator />
      <Form action={signOutAction} success="silent" className="gap-0">
        <MenuButton type="submit">
          <LogOut aria-hidden="true" />
          {t('signOut')}
        </MenuButton>
      </Form>
      {accounts.others.length > 0 && (
        <Form action={accounts.signOutOfAll} success="silent" className="gap-0">
          <MenuButton type="submit">
            <LogOut aria-hidden="true" />
            {t('signOutOfAll')}
          </MenuButton>
        </Form>
      )}
    </Popover>
  )
}
