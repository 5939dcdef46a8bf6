import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { colorOf } from '@/lib/accents'
import type { OrganizationEntry } from '@/lib/auth/context'
import { leaveOrganization } from './actions'

export function Memberships({ organizations }: { organizations: OrganizationEntry[] }) {
  const t = useTranslations('account.organizations')
  const roles = useTranslations('orgs.roles')
  return (
    <Table label={t('memberships')}>
      <TableHead>
        <HeadCell>{t('organization')}</HeadCell>
        <HeadCell>{t('role')}</HeadCell>
        <HeadCell>
          <span className="sr-only">{t('actions')}</span>
        </HeadCell>
      </TableHead>
      <TableBody>
        {organizations.map(({ id, slug, name, role, accent, image }) => (
          <Row key={id}>
            <Cell main>
              <Link href={`/o/${slug}`} prefetch={false} className="group flex min-w-0 items-center gap-3">
                <Avatar name={name} image={image} color={colorOf(accent)} shape="square" />
                <span className="min-w-0">
                  <span className="block font-medium break-words group-hover:underline">{name}</span>
                  <span className="block font-mono text-xs break-all text-muted-foreground">/o/{slug}</span>
                </span>
              </Link>
            </Cell>
            <Cell label={t('role')}>
              <Badge>{roleName(roles, role)}</Badge>
            </Cell>
            <Cell>
              <div className="flex flex-wrap items-center justify-end gap-2">
                <ButtonLink
                  href={`/o/${slug}`}
                  prefetch={false}
                  variant="secondary"
                  size="sm"
                  aria-label={t('openNamed', { name })}
                >
                  {t('open')}
                </ButtonLink>
                <ConfirmDialog
                  action={leaveOrganization}
                  trigger={
                    <>
                      {t('leave')}
                      <span className="sr-only"> {name}</span>
                    </>
                  }
                  size="sm"
                  title={t('leaveTitle', { name })}
                  description={role === 'owner' ? `${t('leaveWhy')} ${t('leaveOwner')}` : t('leaveWhy')}
                  confirm={t('leaveConfirm')}
                >
                  <input type="hidden" name="organizationId" value={id} />
                </ConfirmDialog>
              </div>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
