import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { leaveOrganization } from '@/app/account/organizations/actions'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Card } from '@/components/ui/card'
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
        <Act title={t('leave')} why={t('leaveWhy')}>
          <ConfirmDialog
            action={leaveOrganization}
            trigger={t('leave')}
            title={t('leaveTitle', { name })}
            description={t('leaveWhy')}
            confirm={t('leave')}
          >
            <input type="hidden" name="organizationId" value={org.id} />
          </ConfirmDialog>
        </Act>
        <Act title={t('delete')} why={mayDelete ? t('deleteWhy') : t('deleteOwners')}>
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
        </Act>
      </Card>
    </section>
  )
}

function Act({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="font-medium">{title}</h3>
        <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">{why}</p>
      </div>
      {children}
    </div>
  )
}
