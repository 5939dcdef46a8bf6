import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Hello, Layout, type MailRequest, Paragraph, where } from './layout'
import { NotYou } from './not-you'

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
      <NotYou words={t('passwordChanged.notYou')} />
    </Layout>
  )
}
