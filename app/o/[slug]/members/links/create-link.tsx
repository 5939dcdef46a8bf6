import { Link2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { linkLifetimes } from '@/lib/domain/invitations/links'
import { LINK_INVITATION } from '@/lib/parameters'
import { createLinkInvitation } from '../actions'
import { RoleField } from '../role-field'
import { NewLink } from './new-link'

type CreateLinkProps = { slug: string; roles: { value: string; label: string }[] }

export function CreateLink({ slug, roles }: CreateLinkProps) {
  const t = useTranslations('invitations.links')
  const kit = useTranslations('shell.kit')
  return (
    <Dialog
      variant="primary"
      trigger={
        <>
          <Link2 aria-hidden="true" />
          {t('create')}
        </>
      }
      title={t('createTitle')}
      description={t('createWhy')}
      className="max-w-lg"
    >
      <Form action={createLinkInvitation.bind(null, slug)}>
        <NewLink words={{ create: t('create'), another: t('another'), link: t('link'), copy: kit('copy') }}>
          <RoleField label={t('role')} description={t('roleWhy')} roles={roles} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field name="maxUses" label={t('uses')} description={t('usesWhy', { most: LINK_INVITATION.uses })}>
              <Input type="number" inputMode="numeric" min={1} max={LINK_INVITATION.uses} defaultValue="10" required />
            </Field>
            <Field name="days" label={t('days')}>
              <Select defaultValue="7">
                {linkLifetimes.map((days) => (
                  <option key={days} value={days}>
                    {t('daysOf', { days: Number(days) })}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
          <Field name="domains" label={t('domains')} description={t('domainsWhy')}>
            <Input placeholder={t('domainsPlaceholder')} autoCapitalize="none" autoComplete="off" spellCheck={false} />
          </Field>
          <Field name="message" label={t('message')} description={t('messageWhy')}>
            <Textarea rows={2} maxLength={500} />
          </Field>
        </NewLink>
      </Form>
    </Dialog>
  )
}
