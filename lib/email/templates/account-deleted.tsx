import { brand } from '@/lib/brand'
import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Hello, Layout, type MailRequest, Paragraph, where } from './layout'

export type AccountDeletedProps = { name?: string; email: string; request: MailRequest; at: Date }

const product = brand.name

export function subject(_: AccountDeletedProps) {
  return t('accountDeleted.subject', { product })
}

export function AccountDeleted({ name, email, request, at }: AccountDeletedProps) {
  return (
    <Layout preview={t('accountDeleted.preview')} heading={t('accountDeleted.subject', { product })}>
      <Hello name={name} />
      <Paragraph>{t('accountDeleted.body', { product, email: unlinked(email) })}</Paragraph>
      <Paragraph>
        {t('accountDeleted.when', { at: inUtc(at) })}
        <br />
        {t('accountDeleted.where', where(request))}
      </Paragraph>
      <Paragraph>{t('accountDeleted.gone')}</Paragraph>
      <Paragraph>{t('accountDeleted.notYou', { product })}</Paragraph>
    </Layout>
  )
}
