import { useFormatter, useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { lastDayOf, roleEndRange } from '@/lib/domain/roles/last-days'
import { lastingRoleOf } from '@/lib/domain/roles/roles'
import type { Shown } from './access-request'

/** Which role from now on, and until when. */
export function GrantFields({ request }: { request: Shown }) {
  const t = useTranslations('members.access')
  const names = useTranslations('orgs.roles')
  const format = useFormatter()
  const { user, roleEndsAt } = request.membership
  const name = user.name
  const following = roleName(names, lastingRoleOf(request.membership).name)
  const { first, last } = roleEndRange()
  const day = roleEndsAt && format.dateTime(new Date(lastDayOf(roleEndsAt)), { dateStyle: 'medium', timeZone: 'UTC' })
  return (
    <>
      <Field name="role" label={t('role')} description={t('roleWhy', { name })}>
        <Select defaultValue={request.choices[0]?.value}>
          {request.choices.map((role) => (
            <option key={role.value} value={role.value}>
              {roleName(names, role.name)}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        name="endsOn"
        label={t('until')}
        description={
          <>
            {t('untilWhy', { name, role: following })} {day && t('untilKept', { day })}
          </>
        }
      >
        <Input type="date" min={first} max={last} />
      </Field>
    </>
  )
}
