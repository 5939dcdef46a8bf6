import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { NothingHere } from '@/components/nothing-here'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { findMessage, mailboxQuery } from '@/lib/email/mailbox-messages'
import { mailTransport } from '@/lib/env'
import { setStatus } from '@/lib/request'
import { MailboxFrame, messagePath } from '../mailbox-frame'
import { Facts } from './facts'

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } }

export default async function MessagePage({ params, searchParams }: PageProps<'/dev/mailbox/[id]'>) {
  const [{ id }, asked] = await Promise.all([params, searchParams])
  const message = mailTransport === 'mailbox' ? await findMessage(id) : null
  if (!message) {
    setStatus(404)
    return <NothingHere />
  }
  const to = mailboxQuery.pick({ to: true }).safeParse(asked).data?.to
  const asText = asked.view === 'text'
  const [t, nonce] = [await getTranslations('mail.mailbox'), (await headers()).get('x-nonce')]
  return (
    <MailboxFrame to={to} open={message}>
      <div className="lg:hidden">
        <PageHeader title={message.subject} back={{ href: messagePath('', to), label: t('back') }} />
      </div>
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
            srcDoc={withNonce(message.html, nonce)}
            // No script, no form, no origin; a link opens as a page of its own.
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            className="block h-[46rem] w-full rounded-b-xl"
          />
        )}
      </Card>
    </MailboxFrame>
  )
}

/** A srcdoc frame inherits the page's policy, which lets no style sheet in without its nonce. */
function withNonce(html: string, nonce: string | null) {
  return nonce ? html.replaceAll('<style>', `<style nonce="${nonce}">`) : html
}
