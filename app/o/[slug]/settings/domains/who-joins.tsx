import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { DialogLink } from '@/components/dialog-link'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ListedDomain } from '@/lib/domain/domains/domains'
import { ROLES_OFFERED } from '@/lib/domain/members/people'
import { changeDomainMode } from './actions'
import { ModeField } from './mode-field'

type WhoJoinsProps = {
  slug: string
  domain: ListedDomain
  roles: { value: string; label: string }[]
  mayChange: boolean
  /** The address of the dialog in which it is changed, where there are too many roles for every card to offer all. */
  dialog: string
}

/** Who of the people with an address in a proved domain may join, and as what: one choice, so that no two of them disagree. */
export function WhoJoins({ slug, domain, roles, mayChange, dialog }: WhoJoinsProps) {
  const t = useTranslations('domains')
  const names = useTranslations('orgs.roles')
  const { id, name, mode, role, given } = domain
  const current = role ? roleName(names, role.name) : t('roleGone')
  return (
    <div className="grid grid-cols-1 gap-3">
      {!given && (
        <Alert tone="warning" title={t('degraded', { role: current })}>
          {t('degradedWhy')}
        </Alert>
      )}
      {roles.length > ROLES_OFFERED ? (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <div className="min-w-0">
            <p className="text-[0.8125rem] font-medium wrap-anywhere">{t('mode', { domain: name })}</p>
            <p className="wrap-anywhere text-muted-foreground">{t(`modes.${mode}`, { role: current })}</p>
          </div>
          {mayChange && (
            <DialogLink href={dialog} variant="secondary" size="sm" aria-label={t('changeNamed', { domain: name })}>
              {t('change')}
            </DialogLink>
          )}
        </div>
      ) : (
        <Form action={changeDomainMode.bind(null, slug)} success="toast">
          <input type="hidden" name="domainId" value={id} />
          <div className="flex flex-wrap items-end gap-3">
            <ModeField domain={domain} roles={roles} disabled={!mayChange} className="flex-1 basis-60 sm:max-w-sm" />
            {mayChange && (
              <SubmitButton variant="secondary" aria-label={t('saveNamed', { domain: name })}>
                {t('save')}
              </SubmitButton>
            )}
          </div>
        </Form>
      )}
    </div>
  )
}
