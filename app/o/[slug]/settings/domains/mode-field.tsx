import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { ListedDomain } from '@/lib/domain/domains/domains'

type ModeFieldProps = {
  domain: ListedDomain
  roles: { value: string; label: string }[]
  disabled?: boolean
  className?: string
}

/** Nobody, everybody after asking, or everybody with one of these roles. What holds now stands there also if it cannot be chosen. */
export function ModeField({ domain, roles, disabled, className }: ModeFieldProps) {
  const t = useTranslations('domains')
  const names = useTranslations('orgs.roles')
  const { name, mode, role } = domain
  const now = mode === 'join' ? `join:${domain.builtInRole ?? domain.roleId}` : mode
  const isAnother = mode === 'join' && !roles.some(({ value }) => value === role?.value)
  return (
    <Field name="mode" label={t('mode', { domain: name })} className={cn('min-w-0', className)}>
      <Select defaultValue={now} disabled={disabled}>
        <option value="nobody">{t('modes.nobody')}</option>
        <option value="ask">{t('modes.ask')}</option>
        {roles.map(({ value, label }) => (
          <option key={value} value={`join:${value}`}>
            {t('modes.join', { role: label })}
          </option>
        ))}
        {isAnother && (
          <option value={now} disabled>
            {t('modes.join', { role: role ? roleName(names, role.name) : t('roleGone') })}
          </option>
        )}
      </Select>
    </Field>
  )
}
