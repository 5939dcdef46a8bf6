import { brand } from '@/lib/brand'
import { inUtc, ownLink, t } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'

export type DataCopyReadyProps = { name?: string; at: Date; expiresAt: Date }

const product = brand.name

export function subject(_: DataCopyReadyProps) {
  return t('dataCopyReady.subject', { product })
}

export function DataCopyReady({ name, at, expiresAt }: DataCopyReadyProps) {
  return (
    <Layout preview={t('dataCopyReady.preview')} heading={t('dataCopyReady.subject', { product })}>
      <Hello name={name} />
      <Paragraph>{t('dataCopyReady.body', { product, at: inUtc(at) })}</Paragraph>
      <Action href={ownLink('/account#data')}>{t('dataCopyReady.action')}</Action>
      <Aside>
        <Note>{t('dataCopyReady.expires', { until: inUtc(expiresAt) })}</Note>
        <Note>{t('dataCopyReady.notYou')}</Note>
      </Aside>
    </Layout>
  )
}
