import { useFormatter, useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { domainProblems } from '@/lib/domain/domains/check'
import type { ListedDomain } from '@/lib/domain/domains/domains'
import { checkDomain, removeDomain } from './actions'
import { DnsRecord } from './dns-record'
import { WhoJoins } from './who-joins'

type DomainCardProps = {
  slug: string
  domain: ListedDomain
  roles: { value: string; label: string }[]
  mayChange: boolean
  /** By “Check now”: what was found is announced. */
  justChecked: boolean
  /** The address of the dialog in which one changes who joins by it. */
  joins: string
}

const tones = { waiting: 'neutral', verified: 'success', failing: 'warning', lapsed: 'danger' } as const

/** One domain: how far it is, what to set for it, and who may join by it. */
export function DomainCard({ slug, domain, roles, mayChange, justChecked, joins }: DomainCardProps) {
  const t = useTranslations('domains')
  const { id, name, state, record, checkedAt } = domain
  const isProved = state !== 'waiting'
  return (
    <Card id={id} aria-labelledby={`domain-${id}`} role="group" className="scroll-mt-20">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b px-5 py-4">
        <h2 id={`domain-${id}`} className="flex min-w-0 flex-wrap items-center gap-2 font-medium">
          <span className="min-w-0 break-all">{name}</span>
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        </h2>
        {mayChange && (
          <div className="flex flex-wrap items-center gap-2">
            <Form action={checkDomain.bind(null, slug)} success="silent">
              <input type="hidden" name="domainId" value={id} />
              <SubmitButton size="sm" variant="secondary" aria-label={t('checkNamed', { domain: name })}>
                {t('check')}
              </SubmitButton>
            </Form>
            <Remove slug={slug} domain={domain} />
          </div>
        )}
      </div>
      <CardBody className="grid grid-cols-1 gap-4">
        <Found domain={domain} justChecked={justChecked} />
        {isProved && <WhoJoins slug={slug} domain={domain} roles={roles} mayChange={mayChange} dialog={joins} />}
        {isProved && state === 'verified' ? (
          <details>
            <summary className="w-fit cursor-pointer text-[0.8125rem] font-medium">{t('record')}</summary>
            <p className="my-2 text-[0.8125rem] text-muted-foreground">{t('keepRecord')}</p>
            <DnsRecord record={record} />
          </details>
        ) : (
          <div>
            <p className="mb-2 text-[0.8125rem] text-muted-foreground">{t('setRecord')}</p>
            <DnsRecord record={record} />
          </div>
        )}
        <p className="text-[0.8125rem] text-muted-foreground">
          {checkedAt ? (
            <>
              {t('checked')} <RelativeTime date={checkedAt} />
            </>
          ) : (
            t('notChecked')
          )}{' '}
          · {t(`again.${state}`)}
        </p>
      </CardBody>
    </Card>
  )
}

/** What the last look-up found. */
function Found({ domain, justChecked }: Pick<DomainCardProps, 'domain' | 'justChecked'>) {
  const t = useTranslations('domains')
  const format = useFormatter()
  const { state, name, problem, closesAt, record } = domain
  const why = domainProblems.find((known) => known === problem)
  const role = justChecked ? 'status' : undefined
  if (state === 'verified')
    return justChecked ? (
      <Alert tone="success" role={role}>
        {t('found', { domain: name })}
      </Alert>
    ) : null
  if (!why) return null
  const title =
    state === 'waiting'
      ? t(`problems.${why}`, { name: record.name })
      : t(state === 'failing' ? 'failing' : 'lapsed', {
          at: closesAt ? format.dateTime(closesAt, { dateStyle: 'medium', timeStyle: 'short' }) : '',
        })
  return (
    <Alert tone={state === 'lapsed' ? 'danger' : 'warning'} title={title} role={role}>
      {state === 'waiting' ? t(`advice.${why}`) : t(`problems.${why}`, { name: record.name })}
    </Alert>
  )
}

function Remove({ slug, domain }: Pick<DomainCardProps, 'slug' | 'domain'>) {
  const t = useTranslations('domains')
  const { id, name, state } = domain
  return (
    <ConfirmDialog
      action={removeDomain.bind(null, slug)}
      variant="danger-ghost"
      size="sm"
      trigger={
        <>
          {t('remove')}
          <span className="sr-only"> {name}</span>
        </>
      }
      title={t('removeTitle', { domain: name })}
      description={t(state === 'waiting' ? 'removeWaitingWhy' : 'removeWhy')}
      confirm={t('removeConfirm')}
    >
      <input type="hidden" name="domainId" value={id} />
    </ConfirmDialog>
  )
}
