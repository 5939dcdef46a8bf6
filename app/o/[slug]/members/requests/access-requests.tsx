import { Inbox } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Pagination } from '@/components/pagination'
import { EmptyState } from '@/components/ui/empty-state'
import type { listAccessRequests } from '@/lib/domain/access-grants'
import { AccessRequest } from './access-request'

export type Listed = Awaited<ReturnType<typeof listAccessRequests>>

type AccessRequestsProps = Listed & { slug: string; later: boolean; mayCreate: boolean }

/** What members ask to be allowed, each with its answer in place. */
export function AccessRequests({ slug, rows, next, later, mayCreate }: AccessRequestsProps) {
  const t = useTranslations('members.access')
  const path = `/o/${slug}/members/requests`
  if (rows.length === 0 && !later)
    return (
      <EmptyState icon={<Inbox />} title={t('empty')}>
        {t('emptyWhy')}
      </EmptyState>
    )
  return (
    <section aria-labelledby="access-requests">
      <h2 id="access-requests" className="sr-only">
        {t('title')}
      </h2>
      <ul className="grid gap-3">
        {rows.map((request) => (
          <AccessRequest key={request.id} slug={slug} request={request} mayCreate={mayCreate} />
        ))}
      </ul>
      <Pagination first={later ? path : undefined} next={next && `${path}?after=${next}`} />
    </section>
  )
}
