import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { Cell, Row } from '@/components/ui/table'
import type { listAuditEvents } from '@/lib/domain/audit-log'

type Event = Awaited<ReturnType<typeof listAuditEvents>>['events'][number]

/** One event as a sentence; it opens to what was before and after, and from where. */
export function AuditRow({ event }: { event: Event }) {
  const t = useTranslations('audit')
  const { actor, target, before, after, ip, requestId } = event.details
  return (
    <Row className="align-top">
      <Cell main>
        <details className="group min-w-0">
          <summary className="cursor-pointer rounded-sm font-normal">
            <span className="font-medium">{event.says}</span>
            {target && <span className="break-words text-muted-foreground"> {target}</span>}
          </summary>
          <div className="mt-2 grid gap-2 border-l pl-3 text-[0.8125rem] font-normal text-muted-foreground">
            <Fields label={t('before')} fields={before} />
            <Fields label={t('after')} fields={after} />
            <p className="break-all">
              {[
                event.action,
                t('sequence', { sequence: event.sequence }),
                ip && t('from_ip', { ip }),
                requestId && t('request', { id: requestId }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
        </details>
      </Cell>
      <Cell label={t('who')}>
        <span className="block">{actor?.name ?? t('erased')}</span>
        {actor && <span className="block text-[0.8125rem] break-all text-muted-foreground">{actor.email}</span>}
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
