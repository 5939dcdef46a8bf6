import { after } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RelativeTime } from '@/components/relative-time'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { isMethodOn } from '@/lib/auth/methods'
import { preparePasswordRules } from '@/lib/auth/passwords/rules'
import { changePassword, removePassword } from './password-actions'
import { PasswordForm } from './password-form'

export async function PasswordCard({ changedAt, email }: { changedAt: Date | null; email: string }) {
  if (!isMethodOn('password')) return null
  const t = await getTranslations('security.password')
  after(preparePasswordRules)
  const words = changedAt ? t('change') : t('set')
  return (
    <Card>
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        {changedAt ? (
          <p>
            {t('changed')} <RelativeTime date={changedAt} />
          </p>
        ) : (
          <p className="text-muted-foreground">{t('none')}</p>
        )}
        <div className="flex flex-wrap gap-2">
          <Dialog trigger={words} title={words} description={t('changeWhy')} size="sm">
            <PasswordForm
              action={changePassword}
              email={email}
              words={{ label: t('new'), help: t('help'), submit: words }}
            />
          </Dialog>
          {changedAt && (
            <ConfirmDialog
              action={removePassword}
              trigger={t('remove')}
              size="sm"
              title={t('removeTitle')}
              description={t('removeWhy')}
              confirm={t('removeConfirm')}
            >
              <input type="hidden" name="confirm" value="remove" />
            </ConfirmDialog>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
