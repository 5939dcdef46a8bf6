import { Text } from 'react-email'
import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Action, Aside, AskedFrom, Layout, type MailRequest, Note, Paragraph } from './layout'
import { style } from './style'

export type SignInLinkProps = { url: string; code: string; expiresAt: Date; request: MailRequest }

const product = brand.name

export function subject(_props: SignInLinkProps) {
  return t('signInLink.subject', { product })
}

export function SignInLink({ url, code, expiresAt, request }: SignInLinkProps) {
  return (
    <Layout preview={t('signInLink.preview')} heading={t('signInLink.subject', { product })}>
      <Paragraph>{t('signInLink.body', { product })}</Paragraph>
      <Action href={url}>{t('signInLink.action')}</Action>
      <Aside>
        <Paragraph>{t('signInLink.code')}</Paragraph>
        <Text className="code" style={style.code}>
          {grouped(code)}
        </Text>
        <Note>{t('signInLink.expires', { until: inUtc(expiresAt) })}</Note>
        <AskedFrom request={request} />
        <Note>{t('signInLink.notYou', { product })}</Note>
      </Aside>
    </Layout>
  )
}

/** Eight characters are read in two breaths. */
function grouped(code: string) {
  return code.match(/.{1,4}/g)?.join('-') ?? code
}
