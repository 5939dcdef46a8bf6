import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ListedDomain } from '@/lib/domain/domains/domains'
import { changeDomainMode } from './actions'

type WhoJoinsProps = {
  slug: string
  domain: ListedDomain
  roles: { value: string; label: string }[]
  mayChange: boolean
}

/** Who of the people with an address in a proved domain may join, and as what: one choice, so that no two of them disagree. */
export function WhoJoins({ slug, domain, roles, mayChange }: WhoJoinsProps) {
  const t = useTranslations('domains')
  const names = useTranslations('orgs.roles')
  const { id, name, mode, role, given } = domain
  const now = mode === 'join' ? `join:${domain.builtInRole ?? domain.roleId}` : mode
  const current = role ? roleName(names, role.name) : t('roleGone')
  const others = mode === 'join' && !roles.some(({ value }) => value === role?.value)
  return (
    <div className="grid grid-cols-1 gap-3">
      {!given && (
        <Alert tone="warning" title={t('degraded', { role: current })}>
          {t('degradedWhy')}
        </Alert>
      )}
      <Form action={changeDomainMode.bind(null, slug)} success="toast">
        <input type="hidden" name="domainId" value={id} />
        <div className="flex flex-wrap items-end gap-3">
          <Field name="mode" label={t('mode', { domain: name })} className="min-w-0 flex-1 basis-60 sm:max-w-sm">
            <Select defaultValue={now} disabled={!mayChange}>
              <option value="nobody">{t('modes.nobody')}</option>
              <option value="ask">{t('modes.ask')}</option>
              {roles.map(({ value, label }) => (
                <option key={value} value={`join:${value}`}>
                  {t('modes.join', { role: label })}
                </option>
              ))}
              {others && (
                <option value={now} disabled>
                  {t('modes.join', { role: current })}
                </option>
              )}
            </Select>
          </Field>
          {mayChange && (
            <SubmitButton variant="secondary" aria-label={t('saveNamed', { domain: name })}>
              {t('save')}
            </SubmitButton>
          )}
        </div>
      </Form>
    </div>
  )
}
