import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import { TextLink } from '@/components/text-link'
import { Avatar } from '@/components/ui/avatar'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { auditActions } from '@/lib/access/audit'

type ActivityProps = {
  slug: string
  events: { id: string; at: Date; action: string; actor: string | null; target: string | null }[]
}

const says = (action: string) => (auditActions as Record<string, string>)[action] ?? action

/** The last lines of the audit log, for those who may read it. */
export function Activity({ slug, events }: ActivityProps) {
  const t = useTranslations('orgs.dashboard')
  if (events.length === 0)
    return (
      <Card>
        <EmptyState icon={<History />} title={t('noActivity')}>
          {t('noActivityWhy')}
        </EmptyState>
      </Card>
    )
  return (
    <Card>
      <CardHeader
        title={t('activity')}
        actions={
          <TextLink href={`/o/${slug}/audit-log`} className="text-[0.8125rem]">
            {t('fullLog')}
          </TextLink>
        }
      />
      <CardBody className="pt-3">
        <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {events.map(({ id, at, action, actor, target }) => (
            <li key={id} className="flex items-start gap-3">
              <Avatar name={actor ?? '?'} size="sm" className="mt-0.5" />
              <div className="grid min-w-0 flex-1 gap-x-3 sm:grid-cols-[minmax(0,1fr)_auto]">
                <p className="[overflow-wrap:anywhere]">
                  <span className="font-medium">{actor ?? t('somebody')}</span> {says(action)}
                  {target && (target !== actor || action === 'member.role_changed') && (
                    <span className="font-medium"> {target}</span>
                  )}
                </p>
                <RelativeTime
                  date={at}
                  className="text-[0.8125rem] whitespace-nowrap text-muted-foreground sm:mt-0.5"
                />
              </div>
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  )
}
