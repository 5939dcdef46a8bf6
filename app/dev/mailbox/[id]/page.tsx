import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NothingHere } from '@/components/nothing-here'
import { ButtonLink } from '@/components/ui/button-link'
import { Card } from '@/components/ui/card'
import { Tabs } from '@/components/ui/tabs'
import { findMessage } from '@/lib/email/mailbox-messages'
import { mailTransport } from '@/lib/env'
import { setStatus } from '@/lib/request'
import { askedAddress, MailboxFrame, messagePath } from '../mailbox-frame'
import { Facts } from './facts'

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } }

export default async function MessagePage({ params, searchParams }: PageProps<'/dev/mailbox/[id]'>) {
  const [{ id }, asked] = await Promise.all([params, searchParams])
  const message = mailTransport === 'mailbox' ? await findMessage(id) : null
  if (!message) {
    setStatus(404)
    return <NothingHere />
  }
  const to = askedAddress(asked.to)
  const asText = asked.view === 'text'
  const t = await getTranslations('mail.mailbox')
  return (
    <MailboxFrame to={to} open={message}>
      <ButtonLink href={messagePath('', to)} variant="ghost" size="sm" prefetch={false} className="mb-3 lg:hidden">
        <ArrowLeft aria-hidden="true" />
        {t('back')}
      </ButtonLink>
      <Card>
        <Facts message={message} />
        <div className="px-5 pt-3">
          <Tabs
            label={t('views')}
            tabs={[
              { href: messagePath(id, to), label: t('html'), current: !asText },
              { href: messagePath(id, to, 'text'), label: t('text'), current: asText },
            ]}
          />
        </div>
        {asText ? (
          <pre className="overflow-x-auto px-5 py-5 font-mono text-[0.8125rem] leading-6 break-words whitespace-pre-wrap">
            {message.text}
          </pre>
        ) : (
          <iframe
            title={t('frame', { subject: message.subject })}
            srcDoc={withoutStyleSheet(message.html)}
            // No script, no form, no origin; a link opens as a page of its own.
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            className="block h-[46rem] w-full rounded-b-xl"
          />
        )}
      </Card>
    </MailboxFrame>
  )
}

/** A srcdoc frame inherits the page's policy, which refuses a mail's style sheet. All it holds is the dark theme. */
function withoutStyleSheet(html: string) {
  return html.replace(/<style>.*?<\/style>/gs, '')
}
