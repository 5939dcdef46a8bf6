import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'

/**
 * What happened to the ownership of an organization, as its reader sees it. `offered` to them or `sent` by them; `accepted`,
 * `declined` by the other side; `received` by accepting; `withdrawn` from them; `inherited` because nobody else could own it.
 */
export type OwnershipEvent = 'offered' | 'sent' | 'accepted' | 'declined' | 'received' | 'withdrawn' | 'inherited'

export type OwnershipProps = {
  event: OwnershipEvent
  /** Of the reader. */
  name?: string
  organizationName: string
  /** The other side. */
  otherName?: string
  /** What becomes of the one who offers: they stay an owner, or become an admin. */
  becomes?: 'owner' | 'admin'
  expiresAt?: Date
  url: string
}

export function subject(props: OwnershipProps) {
  return t(`ownership.${props.event}.subject`, names(props))
}

export function Ownership(props: OwnershipProps) {
  const { event, name, becomes, expiresAt, url } = props
  const said = names(props)
  const afterwards = becomes && becomesOf(event, becomes)
  return (
    <Layout preview={t(`ownership.${event}.preview`, said)} heading={subject(props)}>
      <Hello name={name} />
      <Paragraph>{t(`ownership.${event}.body`, said)}</Paragraph>
      {afterwards && <Paragraph>{t(`ownership.${afterwards}`, said)}</Paragraph>}
      <Action href={url}>{t(`ownership.${event}.action`, said)}</Action>
      <Aside>
        {expiresAt && <Note>{t('ownership.expires', { until: inUtc(expiresAt) })}</Note>}
        <Note>{t(`ownership.${event}.notYou`)}</Note>
      </Aside>
    </Layout>
  )
}

/** Told to whom it concerns: the one who offers, or the other side. */
function becomesOf(event: OwnershipEvent, becomes: 'owner' | 'admin') {
  if (event === 'offered' || event === 'received') return becomes === 'owner' ? 'theyStay' : 'theyBecomeAdmin'
  if (event === 'sent') return becomes === 'owner' ? 'youWouldStay' : 'youWouldBecomeAdmin'
  return event === 'accepted' ? (becomes === 'owner' ? 'youStay' : 'youAreAdmin') : null
}

function names({ organizationName, otherName }: OwnershipProps) {
  return { organization: unlinked(organizationName), other: unlinked(otherName ?? '') }
}
