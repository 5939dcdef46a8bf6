'use client'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useId, useRef, useState } from 'react'
import { Form, type FormAction } from './form'
import { Avatar } from './ui/avatar'
import { controlClasses } from './ui/control-classes'
import { MenuLabel, MenuLink, MenuSeparator } from './ui/menu'
import { SubmitButton } from './ui/submit-button'

export type ShellOrg = {
  name: string
  slug: string
  color?: string
  image?: string | null
  /** The role's name for people: “Admin”. */
  role: string
  /** Whether the pages that only owners and admins see may be kept when switching. */
  manages?: boolean
}
export type ShellInvitation = { id: string; organizationName: string }

type OrgSwitcherProps = {
  org?: { name: string; slug: string }
  orgs: ShellOrg[]
  invitations: ShellInvitation[]
  acceptAction?: FormAction
  words: Record<'label' | 'choose' | 'search' | 'noMatch' | 'all' | 'invitations' | 'accept' | 'create', string>
}

/** Of somebody in two hundred organizations not every page draws them all: the others come once the switcher is opened. */
const AT_ONCE = 12

const managed = /^(roles|settings|audit-log)(\/|$)/

/** `/o/acme/projects/42` → `/o/globex/projects`: the section travels, another org's ids do not, nor what only its owners may. */
export function sameSection(pathname: string, to: ShellOrg) {
  const [, section = ''] = /^\/o\/[^/]+\/(settings\/(?!ownership)[^/]+|[^/]+)/.exec(pathname) ?? []
  const visible = section && (to.manages || !managed.test(section))
  return visible ? `/o/${to.slug}/${section}` : `/o/${to.slug}`
}

export function OrgSwitcher({ org, orgs, invitations, acceptAction, words }: OrgSwitcherProps) {
  const pathname = usePathname()
  const id = useId()
  const search = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState(false)
  const current = orgs.find(({ slug }) => slug === org?.slug)
  const searchable = orgs.length > 5
  const needle = query.trim().toLocaleLowerCase()
  const found = orgs.filter(({ name, slug }) => `${name} ${slug}`.toLocaleLowerCase().includes(needle))
  const shown = opened ? found : found.slice(0, AT_ONCE)

  function onToggle(isOpen: boolean) {
    if (!isOpen) return
    setOpened(true)
    search.current?.focus()
  }

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={org ? `${words.label}: ${org.name}` : words.label}
        className="flex h-10 max-w-full min-w-0 items-center gap-2.5 rounded-lg px-1.5 text-left hover:bg-accent lg:w-full"
      >
        {org && <Avatar name={org.name} image={current?.image} color={current?.color} shape="square" size="sm" />}
        <span className="min-w-0 flex-1 truncate text-sm font-semibold tracking-tight">
          {org?.name ?? words.choose}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
      </button>
      <section
        id={id}
        popover="auto"
        aria-label={words.label}
        data-align="start"
        onToggle={(event) => onToggle(event.newState === 'open')}
        className="popover w-72 p-1"
      >
        {searchable && (
          <div className="p-1 pb-2 noscript:hidden">
            <input
              ref={search}
              type="search"
              aria-label={words.search}
              placeholder={words.search}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              className={`${controlClasses} h-8 px-2.5`}
            />
          </div>
        )}
        <ul className="max-h-72 overflow-y-auto">
          {shown.map((each) => (
            <li key={each.slug}>
              <MenuLink
                href={sameSection(pathname, each)}
                data-item={each.name}
                aria-current={each.slug === org?.slug ? 'true' : undefined}
              >
                <Avatar name={each.name} image={each.image} color={each.color} shape="square" size="sm" />
                <span className="min-w-0 flex-1 truncate">{each.name}</span>
                <span className="text-xs text-muted-foreground">{each.role}</span>
                <Check aria-hidden="true" className={each.slug === org?.slug ? 'text-foreground!' : 'invisible'} />
              </MenuLink>
            </li>
          ))}
          {shown.length < found.length && (
            <li>
              <MenuLink href="/account/organizations">{words.all}</MenuLink>
            </li>
          )}
        </ul>
        {needle && shown.length === 0 && (
          <p role="status" className="px-2 py-3 text-center text-muted-foreground">
            {words.noMatch}
          </p>
        )}
        {invitations.length > 0 && (
          <>
            {orgs.length > 0 && <MenuSeparator />}
            <MenuLabel>{words.invitations}</MenuLabel>
            <ul>
              {invitations.map((invitation) => (
                <li key={invitation.id} className="flex min-h-10 items-center gap-2.5 px-2">
                  <Avatar name={invitation.organizationName} shape="square" size="sm" />
                  <span className="min-w-0 flex-1 truncate">{invitation.organizationName}</span>
                  {acceptAction && (
                    <Form action={acceptAction} success="silent" className="gap-1">
                      <input type="hidden" name="invitationId" value={invitation.id} />
                      <SubmitButton
                        size="sm"
                        variant="secondary"
                        data-item
                        aria-label={`${words.accept}: ${invitation.organizationName}`}
                      >
                        {words.accept}
                      </SubmitButton>
                    </Form>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        <MenuSeparator />
        <MenuLink href="/new">
          <span className="grid size-6 place-items-center">
            <Plus aria-hidden="true" />
          </span>
          {words.create}
        </MenuLink>
      </section>
    </>
  )
}
