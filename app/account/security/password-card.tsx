import { after } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RelativeTime } from '@/components/relative-time'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Tooltip } from '@/components/ui/tooltip'
import type { Security } from '@/lib/auth/account/security'
import { isMethodOn } from '@/lib/auth/methods'
import { preparePasswordRules } from '@/lib/auth/passwords/rules'
import { changePassword, removePassword } from './password-actions'
import { PasswordForm } from './password-form'

type PasswordCardProps = { password: Security['password']; email: string }

export async function PasswordCard({ password, email }: PasswordCardProps) {
  if (!isMethodOn('password')) return null
  const t = await getTranslations('security.password')
  after(preparePasswordRules)
  const words = password ? t('change') : t('set')
  return (
    <Card>
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        {password ? (
          <p>
            {t('changed')} <RelativeTime date={password.changedAt} />
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
          {password?.isLast && (
            <Tooltip text={t('last')}>
              {(describedBy) => (
                <Button variant="secondary" size="sm" aria-disabled aria-describedby={describedBy}>
                  {t('remove')}
                </Button>
              )}
            </Tooltip>
          )}
          {password && !password.isLast && (
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
