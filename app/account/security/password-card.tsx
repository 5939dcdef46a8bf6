import { getTranslations } from 'next-intl/server'
import { RelativeTime } from '@/components/relative-time'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

export async function PasswordCard({ changedAt }: { changedAt: Date | null }) {
  const t = await getTranslations('security.password')
  return (
    <Card>
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody>
        {changedAt ? (
          <p>
            {t('changed')} <RelativeTime date={changedAt} />
          </p>
        ) : (
          <p className="text-muted-foreground">{t('none')}</p>
        )}
      </CardBody>
    </Card>
  )
}
