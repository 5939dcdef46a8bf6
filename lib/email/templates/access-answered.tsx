import { t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'
import { Quote } from './quote'

/** What came of a request for access. With `roleName` it was granted. */
export type AccessAnsweredProps = {
  /** Of the reader. */
  name: string
  answererName: string
  organizationName: string
  permissionSays: string
  roleName?: string
  /** `2026-12-03`, in UTC. */
  lastDay?: string
  /** The role that is theirs again after it. */
  followingName?: string
  reason?: string
  url: string
}

const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export function subject(props: AccessAnsweredProps) {
  return t(`accessAnswered.${kindOf(props)}.subject`, words(props))
}

export function AccessAnswered(props: AccessAnsweredProps) {
  const { name, reason, lastDay, followingName = '', url } = props
  const [kind, said] = [kindOf(props), words(props)]
  return (
    <Layout preview={t(`accessAnswered.${kind}.preview`, said)} heading={subject(props)}>
      <Hello name={name} />
      <Paragraph>{t(`accessAnswered.${kind}.body`, said)}</Paragraph>
      {lastDay && (
        <Paragraph>
          {t('accessAnswered.until', { day: long.format(new Date(lastDay)), following: unlinked(followingName) })}
        </Paragraph>
      )}
      {reason && <Quote text={reason} />}
      <Action href={url}>{t('accessAnswered.action', said)}</Action>
      <Aside>
        <Note>{t('accessAnswered.notYou')}</Note>
      </Aside>
    </Layout>
  )
}

const kindOf = ({ roleName }: AccessAnsweredProps) => (roleName ? ('granted' as const) : ('declined' as const))

function words({ answererName, organizationName, permissionSays, roleName }: AccessAnsweredProps) {
  return {
    answerer: unlinked(answererName),
    organization: unlinked(organizationName),
    permission: permissionSays,
    role: unlinked(roleName ?? ''),
  }
}
