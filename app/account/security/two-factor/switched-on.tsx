import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/checkbox'
import { disableTwoFactor } from '../two-factor-actions'

export async function SwitchedOn({ since }: { since: Date }) {
  const t = await getTranslations('secondFactor.settings')
  return (
    <Card className="group-has-data-codes/page:hidden">
      <CardBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            {t('app')} <Badge tone="success">{t('on')}</Badge>
          </h2>
          <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">
            {t('since')} <RelativeTime date={since} />. {t('asked')}
          </p>
        </div>
        <ConfirmDialog
          action={disableTwoFactor}
          trigger={t('disable')}
          size="sm"
          title={t('disableTitle')}
          description={t('disableWhy')}
          confirm={t('disable')}
        >
          <Checkbox name="elsewhere" label={t('elsewhere')} />
        </ConfirmDialog>
      </CardBody>
    </Card>
  )
}
