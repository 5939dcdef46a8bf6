import { brand } from '@/lib/brand'
import { inUtc, t } from '@/lib/email/strings'
import { Hello, Layout, Paragraph } from './layout'

export type AccountChange = 'verified' | 'disabled' | 'enabled' | 'signed-out' | 'second-factor-reset'

/** What the people who run this installation did to somebody's account. */
export type AccountChangedProps = { name?: string; change: AccountChange; at: Date }

const product = brand.name

export function subject({ change }: AccountChangedProps) {
  return t(`accountChanged.${change}.subject`, { product })
}

export function AccountChanged({ name, change, at }: AccountChangedProps) {
  return (
    <Layout preview={t('accountChanged.preview')} heading={t(`accountChanged.${change}.subject`, { product })}>
      <Hello name={name} />
      <Paragraph>{t(`accountChanged.${change}.body`, { product, at: inUtc(at) })}</Paragraph>
      <Paragraph>{t(`accountChanged.${change}.next`)}</Paragraph>
      <Paragraph>{t('accountChanged.notYou', { product })}</Paragraph>
    </Layout>
  )
}
