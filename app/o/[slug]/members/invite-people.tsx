import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { SubmitButton } from '@/components/ui/submit-button'
import { TagInput } from '@/components/ui/tag-input'
import { Textarea } from '@/components/ui/textarea'
import type { Seats as Counted } from '@/lib/domain/members/seats'
import { INVITATION_LIFETIME } from '@/lib/parameters'
import { inviteMembers } from './actions'
import { InviteResults } from './invite-results'
import { RoleField } from './role-field'
import { Seats } from './seats'

type InvitePeopleProps = { slug: string; roles: { value: string; label: string }[]; seats: Counted }

export function InvitePeople({ slug, roles, seats }: InvitePeopleProps) {
  const t = useTranslations('invitations.invite')
  return (
    <Dialog
      variant="primary"
      trigger={
        <>
          <UserPlus aria-hidden="true" />
          {t('open')}
        </>
      }
      title={t('open')}
      description={t('why', { days: INVITATION_LIFETIME / 86_400_000 })}
      className="max-w-lg"
    >
      <Seats seats={seats} />
      <Form action={inviteMembers.bind(null, slug)} resetOnSuccess>
        <InviteResults words={{ results: t('results'), done: t('invited'), refused: t('refused') }} />
        <Field name="emails" label={t('emails')} description={t('emailsWhy')}>
          <TagInput placeholder={t('emailsPlaceholder')} required />
        </Field>
        <RoleField label={t('role')} description={t('roleWhy')} roles={roles} />
        <Field name="message" label={t('message')} description={t('messageWhy')}>
          <Textarea rows={3} maxLength={500} />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem]">
            <TextLink href={`/o/${slug}/members/invitations/many`}>{t('many')}</TextLink>
            <TextLink href={`/o/${slug}/members/links`}>{t('byLink')}</TextLink>
          </p>
          <SubmitButton>{t('send')}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  )
}
