import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PermissionBoxes } from './permission-boxes'

type RoleFieldsProps = { name?: string; held: string[]; groups: ComponentProps<typeof PermissionBoxes>['groups'] }

/** What a role is made of. */
export function RoleFields({ name, held, groups }: RoleFieldsProps) {
  const t = useTranslations('roles.one')
  const about = { others: '%others', permission: '%permission' }
  return (
    <>
      <Field name="name" label={t('name')} description={t('nameWhy')} className="max-w-sm">
        <Input defaultValue={name} autoComplete="off" maxLength={120} required />
      </Field>
      <PermissionBoxes
        groups={groups}
        held={held}
        words={{ ticked: t('ticked', about), unticked: t('unticked', about) }}
      />
    </>
  )
}
