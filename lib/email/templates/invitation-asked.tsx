import { t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Layout, Note, Paragraph } from './layout'

/** Somebody came too late to an invitation, and asks those who can send another. */
export type InvitationAskedProps = { url: string; email: string; organizationName: string; roleName: string }

export function subject(props: InvitationAskedProps) {
  return t('invitationAsked.subject', words(props))
}

export function InvitationAsked(props: InvitationAskedProps) {
  return (
    <Layout preview={t('invitationAsked.preview', words(props))} heading={subject(props)}>
      <Paragraph>{t('invitationAsked.body', words(props))}</Paragraph>
      <Action href={props.url}>{t('invitationAsked.action')}</Action>
      <Aside>
        <Note>{t('invitationAsked.notYou')}</Note>
      </Aside>
    </Layout>
  )
}

function words({ email, organizationName, roleName }: InvitationAskedProps) {
  return { email: unlinked(email), organization: unlinked(organizationName), role: unlinked(roleName) }
}
