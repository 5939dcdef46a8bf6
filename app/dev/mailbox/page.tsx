import { MailOpen } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NothingHere } from '@/components/nothing-here'
import { EmptyState } from '@/components/ui/empty-state'
import { mailTransport } from '@/lib/env'
import { setStatus } from '@/lib/request'
import { askedAddress, MailboxFrame } from './mailbox-frame'

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } }

export default async function MailboxPage({ searchParams }: PageProps<'/dev/mailbox'>) {
  const to = askedAddress((await searchParams).to)
  if (mailTransport !== 'mailbox') {
    setStatus(404)
    return <NothingHere />
  }
  const t = await getTranslations('mail.mailbox')
  return (
    <MailboxFrame to={to}>
      <EmptyState icon={<MailOpen />} title={t('choose')} className="rounded-xl border border-dashed py-24">
        {t('chooseWhy')}
      </EmptyState>
    </MailboxFrame>
  )
}
