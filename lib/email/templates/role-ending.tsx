import { t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'

/** A role is held for a time, and the time is nearly over, or over. */
export type RoleEndingProps = {
  event: 'soon' | 'over'
  /** Of the reader. */
  name: string
  organizationName: string
  roleName: string
  /** The role that follows; none when the membership ends with it. */
  followingName?: string
  /** `2026-12-03`, in UTC. */
  lastDay: string
  url: string
}

const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

export function subject(props: RoleEndingProps) {
  return t(`roleEnding.${props.event}.subject`, words(props))
}

export function RoleEnding(props: RoleEndingProps) {
  const { event, name, followingName, url } = props
  const said = words(props)
  return (
    <Layout preview={t(`roleEnding.${event}.preview`, said)} heading={subject(props)}>
      <Hello name={name} />
      <Paragraph>
        {t(event === 'soon' && !followingName ? 'roleEnding.soon.out' : `roleEnding.${event}.back`, said)}
      </Paragraph>
      <Paragraph>{t(`roleEnding.${event}.ask`)}</Paragraph>
      <Action href={url}>{t('roleEnding.action', said)}</Action>
      <Aside>
        <Note>{t('roleEnding.notYou')}</Note>
      </Aside>
    </Layout>
  )
}

function words({ organizationName, roleName, followingName = '', lastDay }: RoleEndingProps) {
  return {
    organization: unlinked(organizationName),
    role: unlinked(roleName),
    following: unlinked(followingName),
    day: long.format(new Date(lastDay)),
  }
}
