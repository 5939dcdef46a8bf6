import { ChevronRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { TextLink } from '@/components/text-link'
import { Cell, Row } from '@/components/ui/table'
import type { listAuditEvents } from '@/lib/domain/audit/log'
import { Difference } from './difference'

type Event = Awaited<ReturnType<typeof listAuditEvents>>['events'][number]

/** One event as a sentence; it opens to what was before and after, and from where. */
export function AuditRow({ event, path }: { event: Event; path: string }) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const { actor, target, before, after, ip, sessionId, requestId } = event.details
  const actingAs = event.effectiveActorId !== event.actorId && event.effectiveActorId
  const facts: [string, string | null | undefined | false][] = [
    [t('when'), format.dateTime(event.at, { dateStyle: 'medium', timeStyle: 'medium' })],
    [t('email'), actor?.email],
    [t('actingAs'), actingAs],
    [t('ip'), ip],
    [t('device'), event.device],
    [t('session'), sessionId],
    [t('requestId'), requestId],
    [t('fact'), event.action],
    [t('entry'), event.sequence],
    [t('hash'), event.hash],
  ]
  return (
    <Row>
      <Cell main className="align-top!">
        <details className="group min-w-0">
          <summary className="flex min-h-6 cursor-pointer list-none items-start gap-1.5 rounded-sm font-normal [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden="true"
              className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90 motion-reduce:transition-none"
            />
            <span className="min-w-0 break-words">
              <span className="font-medium">{actor?.name ?? t('somebody')}</span> {event.says}{' '}
              {target && (target !== actor?.name || event.action === 'member.role_changed') && (
                <span className="font-medium">{target}</span>
              )}
            </span>
          </summary>
          <div className="mt-2 mb-1 ml-5.5 grid gap-3 border-l pl-3 text-[0.8125rem] font-normal text-muted-foreground">
            {event.erased && <p>{t('erasedWhy')}</p>}
            <Difference before={before} after={after} />
            <dl className="grid gap-x-4 gap-y-0.5 text-xs sm:grid-cols-[auto_minmax(0,1fr)]">
              {facts.map(
                ([name, value]) =>
                  value && (
                    <div key={name} className="contents">
                      <dt>{name}</dt>
                      <dd className="break-all text-foreground tabular-nums max-sm:mb-1">{value}</dd>
                    </div>
                  ),
              )}
            </dl>
            <p className="flex flex-wrap gap-x-4 gap-y-1">
              {event.actorId && <TextLink href={`${path}?actor=${event.actorId}`}>{t('onlyActor')}</TextLink>}
              {event.target && (
                <TextLink href={`${path}?target=${encodeURIComponent(event.target)}`}>{t('onlyTarget')}</TextLink>
              )}
            </p>
          </div>
        </details>
      </Cell>
      <Cell label={t('where')} className="align-top!">
        <span className="break-all text-muted-foreground tabular-nums">{event.erased ? t('erased') : ip}</span>
      </Cell>
      <Cell label={t('when')} className="align-top!">
        <RelativeTime date={event.at} className="whitespace-nowrap text-muted-foreground" />
      </Cell>
    </Row>
  )
}
