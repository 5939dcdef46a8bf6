import type { ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'

export type GivableRole = { value: string; label: string }

type RoleFieldProps = {
  label: ReactNode
  description?: ReactNode
  roles: GivableRole[]
  hideLabel?: boolean
  className?: string
}

/** Which role somebody new gets: a member's, unless one chooses another. */
export function RoleField({ roles, ...field }: RoleFieldProps) {
  const usual = roles.find(({ value }) => value === 'member') ?? roles.at(-1)
  return (
    <Field name="role" {...field}>
      <Select defaultValue={usual?.value}>
        {roles.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  )
}
