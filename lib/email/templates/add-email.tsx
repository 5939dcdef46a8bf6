import { brand } from '@/lib/brand'
import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, AskedFrom, Layout, type MailRequest, Note, Paragraph } from './layout'

/** `account` is the primary address of whoever asked: their reader knows whether that is them. */
export type AddEmailProps = { account: string; url: string; expiresAt: Date; request: MailRequest }

const product = brand.name

export function subject(_props: AddEmailProps) {
  return t('addEmail.subject', { product })
}

export function AddEmail({ account, url, expiresAt, request }: AddEmailProps) {
  return (
    <Layout preview={t('addEmail.preview')} heading={t('addEmail.subject', { product })}>
      <Paragraph>{t('addEmail.body', { product, account: unlinked(account) })}</Paragraph>
      <Action href={url}>{t('addEmail.action')}</Action>
      <Aside>
        <Note>{t('addEmail.expires', { until: inUtc(expiresAt) })}</Note>
        <AskedFrom request={request} />
        <Note>{t('addEmail.notYou')}</Note>
      </Aside>
    </Layout>
  )
}
