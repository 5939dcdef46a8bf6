import { inUtc, t, unlinked } from '@/lib/email/strings'
import { Action, Aside, Hello, Layout, Note, Paragraph } from './layout'

/** An organization will ask for something that the reader does not have. */
export type PolicyAheadProps = {
  /** Of the reader. */
  name: string
  organizationName: string
  /** Moments, or `now`; one of them at least. */
  secondFactorFrom?: string
  methodsFrom?: string
  /** The ways to sign in that it accepts, by their names. */
  methods: string[]
  url: string
}

export function subject(props: PolicyAheadProps) {
  return t(isAhead(props) ? 'policyAhead.subject' : 'policyAhead.subjectNow', words(props))
}

export function PolicyAhead(props: PolicyAheadProps) {
  const { name, secondFactorFrom, methodsFrom, url } = props
  const said = words(props)
  return (
    <Layout preview={t('policyAhead.preview', said)} heading={subject(props)}>
      <Hello name={name} />
      {secondFactorFrom && (
        <Paragraph>{t('policyAhead.secondFactor', { ...said, from: sayFrom(secondFactorFrom) })}</Paragraph>
      )}
      {methodsFrom && <Paragraph>{t('policyAhead.method', { ...said, from: sayFrom(methodsFrom) })}</Paragraph>}
      <Paragraph>{t(isAhead(props) ? 'policyAhead.until' : 'policyAhead.since', said)}</Paragraph>
      <Action href={url}>{t('policyAhead.action')}</Action>
      <Aside>
        <Note>{t('policyAhead.notYou', said)}</Note>
      </Aside>
    </Layout>
  )
}

const isAhead = ({ secondFactorFrom, methodsFrom }: PolicyAheadProps) =>
  ![secondFactorFrom, methodsFrom].includes('now')

const sayFrom = (moment: string) =>
  moment === 'now' ? t('policyAhead.fromNow') : t('policyAhead.from', { moment: inUtc(new Date(moment)) })

const or = new Intl.ListFormat('en', { type: 'disjunction' })
/** Ours begin like the sentence that they stood in; names of providers stay as they are. */
const inSentence = (method: string) => method.replace(/^A(n)? /, (article) => article.toLowerCase())

function words({ organizationName, methods }: PolicyAheadProps) {
  return { organization: unlinked(organizationName), ways: or.format(methods.map(inSentence)) }
}
