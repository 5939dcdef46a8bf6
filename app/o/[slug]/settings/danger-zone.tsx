import { useTranslations } from 'next-intl'
import { leaveOrganization } from '@/app/account/organizations/actions'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Card, CardRow } from '@/components/ui/card'
import { deleteOrganization } from './actions'

type DangerZoneProps = { org: { id: string; name: string }; slug: string; mayDelete: boolean }

export function DangerZone({ org, slug, mayDelete }: DangerZoneProps) {
  const t = useTranslations('orgs.settings')
  const { name } = org
  return (
    <section aria-labelledby="danger-zone">
      <h2 id="danger-zone" className="mb-3 text-[0.9375rem] font-semibold tracking-tight">
        {t('danger')}
      </h2>
      <Card className="divide-y border-danger/30">
        <CardRow title={t('leave')} description={t('leaveWhy')}>
          <ConfirmDialog
            action={leaveOrganization}
            trigger={t('leave')}
            title={t('leaveTitle', { name })}
            description={t('leaveWhy')}
            confirm={t('leave')}
          >
            <input type="hidden" name="organizationId" value={org.id} />
          </ConfirmDialog>
        </CardRow>
        <CardRow title={t('delete')} description={mayDelete ? t('deleteWhy') : t('deleteOwners')}>
          {mayDelete && (
            <ConfirmDialog
              action={deleteOrganization.bind(null, slug)}
              trigger={t('delete')}
              title={t('deleteTitle', { name })}
              description={t('deleteWhy')}
              phrase={name}
              phraseLabel={t('deletePhrase', { name })}
              confirm={t('delete')}
            />
          )}
        </CardRow>
      </Card>
    </section>
  )
}
