import { t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Layout, Note, Paragraph } from './layout'

/** Somebody asks to join, told to those who decide; and the answer, told to the one who asked. */
export type JoinRequestProps = {
  event: 'asked' | 'approved' | 'declined'
  organizationName: string
  /** Who asks. */
  personName: string
  email: string
  roleName?: string
  url: string
}

export function subject(props: JoinRequestProps) {
  return t(`joinRequest.${props.event}.subject`, words(props))
}

export function JoinRequest(props: JoinRequestProps) {
  const { event, url } = props
  return (
    <Layout preview={t(`joinRequest.${event}.preview`, words(props))} heading={subject(props)}>
      <Paragraph>{t(`joinRequest.${event}.body`, words(props))}</Paragraph>
      {event !== 'declined' && <Action href={url}>{t(`joinRequest.${event}.action`)}</Action>}
      <Aside>
        <Note>{t(`joinRequest.${event}.note`)}</Note>
      </Aside>
    </Layout>
  )
}

function words({ organizationName, personName, email, roleName }: JoinRequestProps) {
  return {
    organization: unlinked(organizationName),
    person: unlinked(personName),
    email: unlinked(email),
    role: unlinked(roleName ?? ''),
  }
}
