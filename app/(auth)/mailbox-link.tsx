import { Inbox } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { TextLink } from '@/components/text-link'
import { mailTransport } from '@/lib/env'

/** While mail stays on this machine, the way to read it. */
export async function MailboxLink({ email }: { email?: string }) {
  if (mailTransport !== 'mailbox') return null
  const t = await getTranslations('auth')
  return (
    <p className="flex items-center justify-center gap-2 rounded-lg border border-dashed px-3 py-2.5 text-[0.8125rem]">
      <Inbox aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
      <TextLink href={email ? `/dev/mailbox?to=${encodeURIComponent(email)}` : '/dev/mailbox'}>{t('mailbox')}</TextLink>
    </p>
  )
}

/** An address inside a sentence: `t.rich('sent', { email, b: Address })`. */
export function Address(chunks: ReactNode) {
  return <span className="font-medium wrap-anywhere text-foreground">{chunks}</span>
}
