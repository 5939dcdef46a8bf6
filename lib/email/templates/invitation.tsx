import { Text } from 'react-email'
import { colorOf } from '@/lib/accents'
import { brand } from '@/lib/brand'
import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Layout, Note, Paragraph } from './layout'
import { Quote } from './quote'
import { style } from './style'

export type InvitationProps = {
  url: string
  organizationName: string
  inviterName: string
  roleName: string
  message?: string
  /** The organization's colour, if it has one. */
  accent?: string | null
  expiresAt: Date
}

const product = brand.name

export function subject(props: InvitationProps) {
  return t('invitation.subject', names(props))
}

export function Invitation(props: InvitationProps) {
  const { organization, inviter } = names(props)
  return (
    <Layout preview={t('invitation.preview', { organization, product })} heading={subject(props)}>
      <OrganizationMark name={props.organizationName} accent={props.accent} />
      <Paragraph>{t('invitation.body', { inviter, organization, product, role: unlinked(props.roleName) })}</Paragraph>
      {props.message && <Message inviter={inviter} message={props.message} />}
      <Action href={props.url}>{t('invitation.action')}</Action>
      <Aside>
        <Note>{t('invitation.expires', { until: inUtc(props.expiresAt) })}</Note>
        <Note>{t('invitation.notYou')}</Note>
      </Aside>
    </Layout>
  )
}

/** A letter on the organization's colour: mails load no picture. The name stands beside it in the words. */
function OrganizationMark({ name, accent }: { name: string; accent?: string | null }) {
  const color = colorOf(accent)
  if (!color) return null
  const letter = Array.from(name)[0]?.toLocaleUpperCase()
  return (
    <Text data-skip-in-text="true" style={{ ...style.mark, backgroundColor: color }}>
      {letter}
    </Text>
  )
}

/** Written by a stranger to somebody who did not ask. */
function Message({ inviter, message }: { inviter: string; message: string }) {
  return (
    <>
      <Paragraph>{t('invitation.message', { inviter })}</Paragraph>
      <Quote text={message} />
    </>
  )
}

function names({ organizationName, inviterName }: InvitationProps) {
  return { organization: unlinked(organizationName), inviter: unlinked(inviterName) }
}
