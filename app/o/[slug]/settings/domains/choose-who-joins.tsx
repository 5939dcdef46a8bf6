import { useTranslations } from 'next-intl'
import { ConfirmForm } from '@/components/confirm-dialog'
import { RouteDialog } from '@/components/route-dialog'
import type { ListedDomain } from '@/lib/domain/domains/domains'
import { changeDomainMode } from './actions'
import { ModeField } from './mode-field'

type ChooseWhoJoinsProps = {
  slug: string
  domain: ListedDomain
  roles: { value: string; label: string }[]
  back: string
}

/** Who joins by one domain, with every role to choose from. */
export function ChooseWhoJoins({ slug, domain, roles, back }: ChooseWhoJoinsProps) {
  const t = useTranslations('domains')
  return (
    <RouteDialog title={t('changeTitle')} description={t('changeWhy')} back={back}>
      <ConfirmForm action={changeDomainMode.bind(null, slug)} confirm={t('save')}>
        <input type="hidden" name="domainId" value={domain.id} />
        <ModeField domain={domain} roles={roles} />
      </ConfirmForm>
    </RouteDialog>
  )
}
