import { Download, FileJson, Sheet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { Button } from '@/components/ui/button'
import { MenuLabel, MenuLink } from '@/components/ui/menu'
import { Popover } from '@/components/ui/popover'
import { Tooltip } from '@/components/ui/tooltip'

/** Both files hold what the filters show. They are written while they are sent, so there is nothing to wait for. */
export function ExportMenu({ slug, query, viewingAs }: { slug: string; query: string; viewingAs: string | null }) {
  const t = useTranslations('audit')
  const roles = useTranslations('orgs.roles')
  if (viewingAs)
    return (
      <Tooltip text={t('exportLooking', { role: roleName(roles, viewingAs) })}>
        {(describedBy) => (
          <Button variant="secondary" aria-disabled aria-describedby={describedBy}>
            <Download aria-hidden="true" />
            {t('export')}
          </Button>
        )}
      </Tooltip>
    )
  const address = (format: string) => `/api/o/${slug}/audit-log/${format}${query && `?${query}`}`
  return (
    <Popover
      label={t('export')}
      align="end"
      className="w-64"
      trigger={(open) => (
        <Button variant="secondary" {...open}>
          <Download aria-hidden="true" />
          {t('export')}
        </Button>
      )}
    >
      <MenuLabel>{t('exportWhat')}</MenuLabel>
      <MenuLink href={address('csv')} download>
        <Sheet aria-hidden="true" />
        {t('csv')}
      </MenuLink>
      <MenuLink href={address('jsonl')} download>
        <FileJson aria-hidden="true" />
        {t('jsonl')}
      </MenuLink>
    </Popover>
  )
}
