import { useTranslations } from 'next-intl'
import { askToJoin, joinByDomain, withdrawJoinRequest } from '@/app/account/organizations/actions'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Avatar } from '@/components/ui/avatar'
import { SubmitButton } from '@/components/ui/submit-button'
import type { OrganizationToJoin } from '@/lib/domain/domains/organizations-to-join'
import { roleName } from './role-name'

/** Organizations that are open to this person by an address of theirs, and where they wait for an answer. */
export function OrganizationsToJoin({ organizations }: { organizations: OrganizationToJoin[] }) {
  return (
    <ul className="grid divide-y">
      {organizations.map((open) => (
        <li key={open.organizationId} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
          <div className="flex min-w-0 flex-1 basis-52 items-center gap-3">
            <Avatar name={open.name} shape="square" />
            <div className="min-w-0">
              <p className="font-medium break-words">{open.name}</p>
              <p className="text-[0.8125rem] break-words text-muted-foreground">
                <Why open={open} />
              </p>
            </div>
          </div>
          <Act open={open} />
        </li>
      ))}
    </ul>
  )
}

function Why({ open }: { open: OrganizationToJoin }) {
  const t = useTranslations('domains.open')
  const names = useTranslations('orgs.roles')
  if (open.way === 'asked')
    return (
      <>
        {t('asked')} <RelativeTime date={open.requestedAt} />
        {t('askedWhy')}
      </>
    )
  const domain = open.domain ?? ''
  return open.way === 'join' ? t('mayJoin', { domain, role: roleName(names, open.role) }) : t('mayAsk', { domain })
}

function Act({ open }: { open: OrganizationToJoin }) {
  const t = useTranslations('domains.open')
  const { name } = open
  if (open.way === 'asked')
    return (
      <Form key="asked" action={withdrawJoinRequest} success="silent">
        <input type="hidden" name="requestId" value={open.requestId} />
        <SubmitButton size="sm" variant="ghost" aria-label={t('withdrawNamed', { name })}>
          {t('withdraw')}
        </SubmitButton>
      </Form>
    )
  const joins = open.way === 'join'
  return (
    <Form key={open.way} action={joins ? joinByDomain : askToJoin} success="silent">
      <input type="hidden" name="organizationId" value={open.organizationId} />
      <SubmitButton size="sm" variant="secondary" aria-label={t(joins ? 'joinNamed' : 'askNamed', { name })}>
        {t(joins ? 'join' : 'ask')}
      </SubmitButton>
    </Form>
  )
}
