import { brand } from '@/lib/brand'
import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, type MailRequest, Note, Paragraph, where } from './layout'
import { NotYou } from './not-you'

export type EmailChangedProps = {
  name?: string
  change: 'added' | 'removed' | 'primary' | 'undone'
  /** The address that was added, removed, or is the primary one now. */
  email: string
  request: MailRequest
  at: Date
  /** For the address that was the primary one: takes it back until `expiresAt`. */
  undoUrl?: string
  expiresAt?: Date
  /** For the owner who took a change back: the ways in that went with it. */
  removed?: string[]
}

const product = brand.name

export function subject({ change }: EmailChangedProps) {
  return t(`emailChanged.${change}.subject`, { product })
}

export function EmailChanged({
  name,
  change,
  email,
  request,
  at,
  undoUrl,
  expiresAt,
  removed = [],
}: EmailChangedProps) {
  return (
    <Layout preview={t('emailChanged.preview')} heading={t(`emailChanged.${change}.subject`, { product })}>
      <Hello name={name} />
      <Paragraph>{t(`emailChanged.${change}.body`, { product, email: unlinked(email) })}</Paragraph>
      {removed.length > 0 && (
        <Paragraph>{t('emailChanged.undone.removed', { what: removed.map(unlinked).join(', ') })}</Paragraph>
      )}
      <Paragraph>
        {t('emailChanged.when', { at: inUtc(at) })}
        <br />
        {t('emailChanged.where', where(request))}
      </Paragraph>
      <Paragraph>{t('emailChanged.fine')}</Paragraph>
      {undoUrl ? (
        <>
          <Paragraph>{t('emailChanged.undo')}</Paragraph>
          <Action href={undoUrl}>{t('emailChanged.undoAction')}</Action>
        </>
      ) : (
        <NotYou words={t('emailChanged.notYou')} />
      )}
      {expiresAt && (
        <Aside>
          <Note>{t('emailChanged.expires', { until: inUtc(expiresAt) })}</Note>
        </Aside>
      )}
    </Layout>
  )
}
