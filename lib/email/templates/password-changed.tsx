import { brand } from '@/lib/brand'
import { inUtc, ownLink, t } from '@/lib/email/strings'
import { Action, Hello, Layout, type MailRequest, Paragraph, where } from './layout'

export type PasswordChangedProps = { name?: string; request: MailRequest; at: Date }

const product = brand.name

export function subject(_props: PasswordChangedProps) {
  return t('passwordChanged.subject')
}

export function PasswordChanged({ name, request, at }: PasswordChangedProps) {
  return (
    <Layout preview={t('passwordChanged.preview')} heading={t('passwordChanged.subject')}>
      <Hello name={name} />
      <Paragraph>{t('passwordChanged.body', { product, at: inUtc(at), ...where(request) })}</Paragraph>
      <Paragraph>{t('passwordChanged.fine')}</Paragraph>
      <Paragraph>{t('passwordChanged.notYou')}</Paragraph>
      <Action href={ownLink('/forgot-password')}>{t('passwordChanged.action')}</Action>
    </Layout>
  )
}
