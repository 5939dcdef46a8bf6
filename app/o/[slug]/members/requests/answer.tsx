import { useFormatter, useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { lastDayOf, roleEndRange } from '@/lib/domain/roles/last-days'
import { lastingRoleOf } from '@/lib/domain/roles/roles'
import { declineAccess, grantAccess } from './access-actions'
import type { Shown } from './access-request'

type AnswerProps = { slug: string; request: Shown }

/** Which role from now on, and until when. */
export function Grant({ slug, request }: AnswerProps) {
  const t = useTranslations('members.access')
  const names = useTranslations('orgs.roles')
  const format = useFormatter()
  const { user, roleEndsAt } = request.membership
  const name = user.name
  const following = roleName(names, lastingRoleOf(request.membership).name)
  const { first, last } = roleEndRange()
  const day = roleEndsAt && format.dateTime(new Date(lastDayOf(roleEndsAt)), { dateStyle: 'medium', timeZone: 'UTC' })
  return (
    <ConfirmDialog
      action={grantAccess.bind(null, slug)}
      variant="primary"
      size="sm"
      trigger={
        <>
          {t('grant')}
          <span className="sr-only">: {t('wants', { name, permission: request.says })}</span>
        </>
      }
      title={t('grantTitle', { name })}
      description={t('grantWhy')}
      confirm={t('grantConfirm')}
    >
      <input type="hidden" name="requestId" value={request.id} />
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
    </ConfirmDialog>
  )
}

/** Or, where there is nothing left to decide, closing it. */
export function Decline({ slug, request }: AnswerProps) {
  const t = useTranslations('members.access')
  const { name } = request.membership.user
  const what = <span className="sr-only">: {t('wants', { name, permission: request.says })}</span>
  const id = <input type="hidden" name="requestId" value={request.id} />
  return (
    <ConfirmDialog
      action={declineAccess.bind(null, slug)}
      variant="secondary"
      size="sm"
      trigger={
        <>
          {t(request.isMoot ? 'close' : 'decline')}
          {what}
        </>
      }
      title={request.isMoot ? t('moot', { name }) : t('declineTitle', { name })}
      description={request.isMoot ? undefined : t('declineWhy')}
      confirm={t(request.isMoot ? 'close' : 'declineConfirm')}
    >
      {id}
      {!request.isMoot && (
        <Field name="reason" label={t('reason', { name })} description={t('reasonWhy')}>
          <Textarea rows={2} maxLength={300} />
        </Field>
      )}
    </ConfirmDialog>
  )
}
