import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Pagination } from '@/components/pagination'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import type { JoinRequest } from '@/lib/domain/domains/join-requests'
import { RoleField } from '../role-field'
import { approveJoinRequest, declineJoinRequest } from './actions'

type Roles = { value: string; label: string }[]
type JoinRequestsProps = {
  slug: string
  rows: JoinRequest[]
  roles: Roles
  hasMoreRoles: boolean
  first?: string
  next?: string
}

/** People who want to join, by an address in a domain of the organization. */
export function JoinRequests({ slug, rows, roles, hasMoreRoles, first, next }: JoinRequestsProps) {
  const t = useTranslations('domains.requests')
  return (
    <section aria-labelledby="join-requests" className="mb-8">
      <h2 id="join-requests" className="mb-3 text-sm font-semibold">
        {t('joining')}
      </h2>
      {hasMoreRoles && <p className="mb-3 text-[0.8125rem] text-muted-foreground">{t('moreRoles')}</p>}
      <Card>
        <ul className="divide-y">
          {rows.map((request) => (
            <Request key={request.id} slug={slug} request={request} roles={roles} />
          ))}
        </ul>
      </Card>
      <Pagination first={first} next={next} />
    </section>
  )
}

function Request({ slug, request, roles }: { slug: string; request: JoinRequest; roles: Roles }) {
  const t = useTranslations('domains.requests')
  const { id, name, email, createdAt } = request
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4">
      <div className="flex min-w-0 flex-1 basis-60 items-center gap-3">
        <Avatar name={name} />
        <div className="min-w-0">
          <p className="font-medium break-words">{name}</p>
          <p className="text-[0.8125rem] wrap-anywhere text-muted-foreground">
            {email} · {t('asked')} <RelativeTime date={createdAt} />
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {roles.length > 0 && (
          <Form action={approveJoinRequest.bind(null, slug)} success="toast">
            <input type="hidden" name="requestId" value={id} />
            <div className="flex flex-wrap items-center gap-2">
              <RoleField label={t('role', { name })} hideLabel className="w-36" roles={roles} />
              <SubmitButton aria-label={t('approveNamed', { name })}>{t('approve')}</SubmitButton>
            </div>
          </Form>
        )}
        <Form action={declineJoinRequest.bind(null, slug)} success="toast">
          <input type="hidden" name="requestId" value={id} />
          <SubmitButton variant="ghost" aria-label={t('declineNamed', { name })}>
            {t('decline')}
          </SubmitButton>
        </Form>
      </div>
    </li>
  )
}
