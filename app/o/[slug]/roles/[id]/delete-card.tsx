import { useFormatter, useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { ReviewedFields } from '@/components/reviewed-fields'
import { Card, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { COUNT_CAP } from '@/lib/domain/members/people'
import type { readRole } from '@/lib/domain/roles/list'
import { deleteRole } from '../actions'

type DeleteCardProps = { slug: string } & Awaited<ReturnType<typeof readRole>>

/** Whoever has the role goes somewhere first, and who it is is seen before it is done. */
export function DeleteCard({ slug, role, members, invitations, targets }: DeleteCardProps) {
  const t = useTranslations('roles.delete')
  const names = useTranslations('orgs.roles')
  const format = useFormatter()
  const shown = (count: number) => (count > COUNT_CAP ? `${format.number(COUNT_CAP)}+` : format.number(count))
  const id = <input type="hidden" name="roleId" value={role.value} />
  if (members + invitations === 0)
    return (
      <Card>
        <CardHeader
          title={t('title')}
          description={t('unused')}
          actions={
            <ConfirmDialog
              action={deleteRole.bind(null, slug)}
              trigger={t('title')}
              title={t('confirmTitle', { name: role.name })}
              description={t('confirmWhy')}
              confirm={t('confirm')}
            >
              {id}
            </ConfirmDialog>
          }
        />
      </Card>
    )
  return (
    <Card>
      <CardHeader
        title={t('title')}
        description={t('used', { members, people: shown(members), invitations, offers: shown(invitations) })}
      />
      <Form action={deleteRole.bind(null, slug)} card>
        {id}
        <ReviewedFields
          danger
          words={{
            review: t('review'),
            reviewing: t('reviewing'),
            why: t('confirmWhy'),
            save: t('confirm'),
            back: t('keep'),
          }}
        >
          <Field name="moveTo" label={t('moveTo')} className="max-w-sm">
            <Select defaultValue="" required>
              <option value="">{t('choose')}</option>
              {targets.map(({ value, name }) => (
                <option key={value} value={value}>
                  {roleName(names, name)}
                </option>
              ))}
            </Select>
          </Field>
        </ReviewedFields>
      </Form>
    </Card>
  )
}
