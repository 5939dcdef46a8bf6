import { useTranslations } from 'next-intl'
import { methodSentence } from '@/app/method-name'
import { Pagination } from '@/components/pagination'
import { RelativeTime } from '@/components/relative-time'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import type { listActivity } from '@/lib/auth/account/activity'
import { isMethodOn } from '@/lib/auth/methods'

type Listed = Awaited<ReturnType<typeof listActivity>>

export function Activity({ events, next, older }: Listed & { older: boolean }) {
  const t = useTranslations('sessions')
  const address = (before?: string) => `/account/sessions${before ? `?before=${before}` : ''}#activity`
  return (
    <section aria-labelledby="activity" className="grid grid-cols-1 gap-3">
      <div>
        <h2 id="activity" className="scroll-mt-20 text-[0.9375rem] font-semibold tracking-tight">
          {t('activity')}
        </h2>
        <p className="mt-1 max-w-prose text-[0.8125rem] text-muted-foreground">
          {t(isMethodOn('password') ? 'activityWhy' : 'activityWhyWithoutPassword')}
        </p>
      </div>
      {events.length === 0 ? (
        <p className="text-muted-foreground">{t('activityNone')}</p>
      ) : (
        <Table label={t('activity')}>
          <TableHead>
            <HeadCell>{t('what')}</HeadCell>
            <HeadCell>{t('where')}</HeadCell>
            <HeadCell>{t('when')}</HeadCell>
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <ActivityRow key={event.id} event={event} />
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination first={older ? address() : undefined} next={next && address(next)} />
    </section>
  )
}

function ActivityRow({ event }: { event: Listed['events'][number] }) {
  const t = useTranslations('sessions')
  const { method, secondFactor, actor, email, name, account, because } = event.details
  const notes = [
    actor === 'operator' && t('operator'),
    method && methodSentence(t, method, secondFactor),
    email,
    name,
    account,
    because === 'email.change_undone' && t('undone'),
  ].filter(Boolean)
  return (
    <Row>
      <Cell main>
        <div className="min-w-0">
          <p className="font-medium">{event.says}</p>
          {notes.length > 0 && (
            <p className="text-[0.8125rem] font-normal wrap-anywhere text-muted-foreground">{notes.join(' · ')}</p>
          )}
        </div>
      </Cell>
      <Cell label={t('where')}>
        <span className="text-[0.8125rem] break-words text-muted-foreground">
          {event.browser?.name}
          {event.ip && <span className="block break-all tabular-nums">{event.ip}</span>}
        </span>
      </Cell>
      <Cell label={t('when')}>
        <RelativeTime date={event.at} className="whitespace-nowrap text-muted-foreground" />
      </Cell>
    </Row>
  )
}
