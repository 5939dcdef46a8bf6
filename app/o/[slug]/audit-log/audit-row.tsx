import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { Cell, Row } from '@/components/ui/table'
import type { listAuditEvents } from '@/lib/domain/audit-log'

type Event = Awaited<ReturnType<typeof listAuditEvents>>['events'][number]

/** One event as a sentence; it opens to what was before and after, and from where. */
export function AuditRow({ event }: { event: Event }) {
  const t = useTranslations('audit')
  const { actor, target, before, after, requestId } = event.details
  const facts = [
    actor?.email,
    event.action,
    t('sequence', { sequence: event.sequence }),
    requestId && t('request', { id: requestId }),
  ]
  return (
    <Row className="align-top">
      <Cell main>
        <details className="group min-w-0">
          <summary className="flex cursor-pointer list-none items-start gap-1.5 rounded-sm font-normal [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden="true"
              className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90 motion-reduce:transition-none"
            />
            <span className="min-w-0 break-words">
              <span className="font-medium">{actor?.name ?? t('erased')}</span> {event.says}{' '}
              {target && (target !== actor?.name || event.action === 'member.role_changed') && (
                <span className="font-medium">{target}</span>
              )}
            </span>
          </summary>
          <div className="mt-2 ml-5.5 grid gap-2 border-l pl-3 text-[0.8125rem] font-normal text-muted-foreground">
            <Fields label={t('before')} fields={before} />
            <Fields label={t('after')} fields={after} />
            <p className="break-all">{facts.filter(Boolean).join(' · ')}</p>
          </div>
        </details>
      </Cell>
      <Cell label={t('where')}>
        <span className="break-all text-muted-foreground tabular-nums">{event.details.ip}</span>
      </Cell>
      <Cell label={t('when')}>
        <RelativeTime date={event.at} className="whitespace-nowrap text-muted-foreground" />
      </Cell>
    </Row>
  )
}

function Fields({ label, fields }: { label: string; fields?: Record<string, unknown> | null }) {
  if (!fields) return null
  return (
    <dl className="flex flex-wrap gap-x-3">
      <dt className="font-medium text-foreground">{label}</dt>
      {Object.entries(fields).map(([name, value]) => (
        <dd key={name} className="break-all">
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </dd>
      ))}
    </dl>
  )
}
