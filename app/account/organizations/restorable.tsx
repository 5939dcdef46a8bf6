import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Pagination } from '@/components/pagination'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { restoreOrganization } from './actions'

type Deleted = { id: string; name: string; deletedAt: Date; until: Date }

type RestorableProps = { organizations: Deleted[]; isFirst: boolean; next?: string }

const day = 24 * 60 * 60 * 1_000
const path = '/account/organizations'

/** What an owner deleted and can bring back. */
export function Restorable({ organizations, isFirst, next }: RestorableProps) {
  const t = useTranslations('account.organizations')
  return (
    <Card id="deleted" className="scroll-mt-20">
      <CardHeader title={t('deleted')} description={t('deletedWhy')} />
      <CardBody>
        <ul className="grid divide-y">
          {organizations.map(({ id, name, deletedAt, until }) => {
            const days = Math.ceil((until.getTime() - Date.now()) / day)
            return (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
                <div className="flex min-w-0 flex-1 basis-52 items-center gap-3">
                  <Avatar name={name} shape="square" className="grayscale" />
                  <div className="min-w-0">
                    <p className="font-medium break-words">{name}</p>
                    <p className="text-[0.8125rem] text-muted-foreground">
                      {t('deletedAgo')} <RelativeTime date={deletedAt} />
                    </p>
                  </div>
                </div>
                <Badge tone={days < 7 ? 'warning' : 'neutral'}>{t('daysLeft', { days })}</Badge>
                <Form action={restoreOrganization} success="silent">
                  <input type="hidden" name="organizationId" value={id} />
                  <SubmitButton size="sm" variant="secondary" aria-label={t('restoreNamed', { name })}>
                    {t('restore')}
                  </SubmitButton>
                </Form>
              </li>
            )
          })}
        </ul>
        <Pagination
          first={isFirst ? undefined : `${path}#deleted`}
          next={next && `${path}?deletedAfter=${next}#deleted`}
        />
      </CardBody>
    </Card>
  )
}
