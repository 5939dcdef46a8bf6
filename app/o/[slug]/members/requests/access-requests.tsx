import { useTranslations } from 'next-intl'
import { Pagination } from '@/components/pagination'
import type { listAccessRequests } from '@/lib/domain/access-requests/grants'
import { AccessRequest } from './access-request'
import type { AnswerAct } from './answer'

export type Listed = Awaited<ReturnType<typeof listAccessRequests>>

type AccessRequestsProps = Pick<Listed, 'rows'> & {
  slug: string
  first?: string
  next?: string
  mayCreate: boolean
  /** The address of the dialog in which one of them is answered. */
  dialog: (act: AnswerAct, requestId: string) => string
}

/** What members ask to be allowed, each leading to its answer. */
export function AccessRequests({ slug, rows, first, next, mayCreate, dialog }: AccessRequestsProps) {
  const t = useTranslations('members.access')
  return (
    <section aria-labelledby="access-requests">
      <h2 id="access-requests" className="sr-only">
        {t('title')}
      </h2>
      <ul className="grid gap-3">
        {rows.map((request) => (
          <AccessRequest
            key={request.id}
            slug={slug}
            request={request}
            mayCreate={mayCreate}
            dialog={(act) => dialog(act, request.id)}
          />
        ))}
      </ul>
      <Pagination first={first} next={next} />
    </section>
  )
}
