import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Action, Aside, AskedFrom, Layout, type MailRequest, Note, Paragraph } from './layout'

export type ResetPasswordProps = { url: string; expiresAt: Date; request: MailRequest }

const product = brand.name

export function subject(_props: ResetPasswordProps) {
  return t('resetPassword.subject')
}

export function ResetPassword({ url, expiresAt, request }: ResetPasswordProps) {
  return (
    <Layout preview={t('resetPassword.preview', { product })} heading={t('resetPassword.subject')}>
      <Paragraph>{t('resetPassword.body', { product })}</Paragraph>
      <Action href={url}>{t('resetPassword.action')}</Action>
      <Aside>
        <Note>{t('resetPassword.expires', { until: inUtc(expiresAt) })}</Note>
        <AskedFrom request={request} />
        <Note>{t('resetPassword.notYou')}</Note>
      </Aside>
    </Layout>
  )
}
