import { t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'
import { Quote } from './quote'

/** Somebody was refused and asks those who can grant it. */
export type AccessAskedProps = {
  /** Of the reader. */
  name: string
  askerName: string
  askerEmail: string
  organizationName: string
  permissionSays: string
  note?: string
  url: string
}

export function subject(props: AccessAskedProps) {
  return t('accessAsked.subject', words(props))
}

export function AccessAsked(props: AccessAskedProps) {
  const said = words(props)
  return (
    <Layout preview={t('accessAsked.preview', said)} heading={subject(props)}>
      <Hello name={props.name} />
      <Paragraph>{t('accessAsked.body', said)}</Paragraph>
      {props.note && <Quote text={props.note} />}
      <Action href={props.url}>{t('accessAsked.action')}</Action>
      <Aside>
        <Note>{t('accessAsked.notYou')}</Note>
      </Aside>
    </Layout>
  )
}

function words({ askerName, askerEmail, organizationName, permissionSays }: AccessAskedProps) {
  return {
    asker: unlinked(askerName),
    email: unlinked(askerEmail),
    organization: unlinked(organizationName),
    permission: permissionSays,
  }
}
