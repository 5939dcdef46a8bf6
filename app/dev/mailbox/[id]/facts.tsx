import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import type { MailboxMessage } from '@/lib/email/mailbox-messages'

/** Who, when, and what a person would click or type. */
export function Facts({ message }: { message: MailboxMessage }) {
  const t = useTranslations('mail.mailbox')
  return (
    <header className="border-b px-5 py-4.5 max-lg:pt-3.5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h2 className="min-w-0 text-base font-semibold tracking-tight break-words">{message.subject}</h2>
        <Badge>{message.template}</Badge>
      </div>
      <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-[0.8125rem]">
        <Fact name={t('to')}>{message.to}</Fact>
        <Fact name={t('from')}>{message.from}</Fact>
        <Fact name={t('sent')}>
          <RelativeTime date={message.sentAt} />
        </Fact>
        {message.code && (
          <Fact name={t('code')}>
            <span className="inline-flex items-center gap-3">
              <code className="font-mono tracking-wider">{message.code}</code>
              <CopyButton text={message.code} />
            </span>
          </Fact>
        )}
        <Fact name={t('links')}>
          <ul className="grid gap-1">
            {message.links.map((link) => (
              <li key={link}>
                {/* Not a <Link>: a mail's link is followed by a browser that knows nothing of this page. */}
                <a
                  href={link}
                  className="inline-block min-h-6 break-all text-brand underline decoration-brand/35 underline-offset-3"
                >
                  {link}
                </a>
              </li>
            ))}
          </ul>
        </Fact>
      </dl>
    </header>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
