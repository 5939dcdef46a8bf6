import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Action, Aside, AskedFrom, Hello, Layout, type MailRequest, Note, Paragraph } from './layout'

export type VerifyEmailProps = { url: string; expiresAt: Date; request: MailRequest }

const product = brand.name

export function subject(_props: VerifyEmailProps) {
  return t('verifyEmail.subject')
}

export function VerifyEmail({ url, expiresAt, request }: VerifyEmailProps) {
  return (
    <Layout preview={t('verifyEmail.preview', { product })} heading={t('verifyEmail.subject')}>
      {/* not by name: a stranger may have typed it, and chosen to whom it goes */}
      <Hello />
      <Paragraph>{t('verifyEmail.body', { product })}</Paragraph>
      <Action href={url}>{t('verifyEmail.action')}</Action>
      <Aside>
        <Note>{t('verifyEmail.expires', { until: inUtc(expiresAt) })}</Note>
        <AskedFrom request={request} />
        <Note>{t('verifyEmail.notYou')}</Note>
      </Aside>
    </Layout>
  )
}
