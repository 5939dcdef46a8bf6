import { Text } from 'react-email'
import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Aside, AskedFrom, Hello, Layout, type MailRequest, Note, Paragraph } from './layout'
import { style } from './style'

export type StepUpCodeProps = { name?: string; code: string; expiresAt: Date; request: MailRequest }

const product = brand.name

export function subject(_props: StepUpCodeProps) {
  return t('stepUpCode.subject')
}

export function StepUpCode({ name, code, expiresAt, request }: StepUpCodeProps) {
  return (
    <Layout preview={t('stepUpCode.preview', { product })} heading={t('stepUpCode.subject')}>
      <Hello name={name} />
      <Paragraph>{t('stepUpCode.body', { product })}</Paragraph>
      <Text className="code" style={style.code}>
        {code.match(/.{1,4}/g)?.join('-')}
      </Text>
      <Aside>
        <Note>{t('stepUpCode.expires', { until: inUtc(expiresAt) })}</Note>
        <AskedFrom request={request} />
        <Note>{t('stepUpCode.notYou', { product })}</Note>
      </Aside>
    </Layout>
  )
}
