import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Layout, Note, Paragraph } from './layout'

/** The record of a domain is gone, or the domain with it: told to those who can mend it. */
export type DomainProps = {
  event: 'failing' | 'lost'
  domain: string
  organizationName: string
  /** When nobody joins by it any more. */
  at?: Date
  url: string
}

export function subject(props: DomainProps) {
  return t(`domain.${props.event}.subject`, words(props))
}

export function Domain(props: DomainProps) {
  const { event, at, url } = props
  return (
    <Layout preview={t(`domain.${event}.preview`, words(props))} heading={subject(props)}>
      <Paragraph>{t(`domain.${event}.body`, words(props))}</Paragraph>
      {at && <Paragraph>{t('domain.closes', { at: inUtc(at) })}</Paragraph>}
      <Action href={url}>{t('domain.action')}</Action>
      <Aside>
        <Note>{t('domain.members')}</Note>
      </Aside>
    </Layout>
  )
}

function words({ domain, organizationName }: DomainProps) {
  return { domain: unlinked(domain), organization: unlinked(organizationName) }
}
