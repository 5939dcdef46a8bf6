import { Inbox, RotateCw } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Wordmark } from '@/components/mark'
import { RelativeTime } from '@/components/relative-time'
import { SearchInput } from '@/components/search-input'
import { ButtonLink } from '@/components/ui/button-link'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listMessages, type MailboxMessage } from '@/lib/email/mailbox-messages'

type FrameProps = { to?: string; open?: MailboxMessage; children: ReactNode }

/** The list, and beside it what is open. On a phone one or the other. */
export async function MailboxFrame({ to, open, children }: FrameProps) {
  const [t, messages] = await Promise.all([getTranslations('mail.mailbox'), listMessages({ to }, 200)])
  const here = open ? messagePath(open.id, to) : messagePath('', to)
  return (
    <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-4 py-8 outline-none sm:px-8">
      <Link href="/" prefetch={false} className="mb-8 inline-block">
        <Wordmark />
      </Link>

      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <ButtonLink href={here} variant="secondary" prefetch={false}>
            <RotateCw aria-hidden="true" />
            {t('refresh')}
          </ButtonLink>
        }
      />

      <div className="grid items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className={cn('grid gap-4', open && 'max-lg:hidden')}>
          <SearchInput action="/dev/mailbox" name="to" label={t('filter')} defaultValue={to} className="sm:w-full" />
          {messages.length > 0 && (
            <nav aria-label={t('list')} className="overflow-hidden rounded-xl border bg-card shadow-card">
              <ul className="divide-y">
                {messages.map((message) => (
                  <li key={message.id}>
                    <MessageLink message={message} to={to} current={message.id === open?.id} />
                  </li>
                ))}
              </ul>
            </nav>
          )}
          {messages.length === 0 && (
            <EmptyState
              icon={<Inbox />}
              title={to ? t('noMatch') : t('empty')}
              action={
                to && (
                  <ButtonLink href="/dev/mailbox" variant="secondary">
                    {t('all')}
                  </ButtonLink>
                )
              }
              className="rounded-xl border bg-card shadow-card"
            >
              {to ? t('noMatchWhy', { to }) : t('emptyWhy')}
            </EmptyState>
          )}
        </div>
        <div className={cn('min-w-0', !open && 'max-lg:hidden')}>{children}</div>
      </div>
    </main>
  )
}

function MessageLink({ message, to, current }: { message: MailboxMessage; to?: string; current: boolean }) {
  return (
    <Link
      href={messagePath(message.id, to)}
      prefetch={false}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'block border-l-2 border-transparent px-4 py-3 hover:bg-accent focus-visible:-outline-offset-2',
        current && 'border-brand bg-accent',
      )}
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium">{message.subject}</span>
        <RelativeTime date={message.sentAt} className="shrink-0 text-xs text-muted-foreground" />
      </span>
      <span className="mt-0.5 block truncate text-[0.8125rem] text-muted-foreground">{message.to}</span>
    </Link>
  )
}

/** What stands in the address, valid or not: a search for half an address finds nothing, and says so. */
export function askedAddress(to: string | string[] | undefined) {
  return (typeof to === 'string' && to.trim().toLowerCase().replaceAll('\0', '')) || undefined
}

export function messagePath(id: string, to?: string, view?: 'text') {
  const query = new URLSearchParams({ ...(to && { to }), ...(view && { view }) })
  const path = id ? `/dev/mailbox/${id}` : '/dev/mailbox'
  return query.size > 0 ? `${path}?${query}` : path
}
