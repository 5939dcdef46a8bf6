import { useTranslations } from 'next-intl'
import { ConfirmForm } from '@/components/confirm-dialog'
import { RouteDialog } from '@/components/route-dialog'
import { TextLink } from '@/components/text-link'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { declineAccess, grantAccess } from './access-actions'
import type { Shown } from './access-request'
import { GrantFields } from './grant-fields'

export type AnswerAct = 'grant' | 'decline'
type AnswerProps = {
  slug: string
  act: AnswerAct
  /** None, once it was answered: without JavaScript the page that follows says so in the same form. */
  request?: Shown
  back: string
}

/** One request is answered: granted with a role, declined with a word, or closed where there is nothing left to decide. */
export function Answer({ slug, act, request, back }: AnswerProps) {
  const t = useTranslations('members.access')
  const action = act === 'grant' ? grantAccess.bind(null, slug) : declineAccess.bind(null, slug)
  const { title, description, confirm } = wordsFor(t, act, request)
  return (
    <RouteDialog title={title} description={description} back={back}>
      <ConfirmForm action={action} confirm={confirm}>
        {request && <input type="hidden" name="requestId" value={request.id} />}
        {request && confirm && act === 'grant' && <GrantFields request={request} />}
        {request && !request.isMoot && act === 'decline' && (
          <Field name="reason" label={t('reason', { name: request.membership.user.name })} description={t('reasonWhy')}>
            <Textarea rows={2} maxLength={300} />
          </Field>
        )}
        {!confirm && (
          <span className="hidden noscript:block">
            <TextLink href={back}>{t('back')}</TextLink>
          </span>
        )}
      </ConfirmForm>
    </RouteDialog>
  )
}

type Words = { title: string; description?: string; confirm?: string }

function wordsFor(t: ReturnType<typeof useTranslations<'members.access'>>, act: AnswerAct, request?: Shown): Words {
  if (!request) return { title: t('gone'), description: t('goneWhy') }
  const { name } = request.membership.user
  if (act === 'decline')
    return request.isMoot
      ? { title: t('moot', { name }), confirm: t('close') }
      : { title: t('declineTitle', { name }), description: t('declineWhy'), confirm: t('declineConfirm') }
  if (request.isMoot) return { title: t('moot', { name }) }
  const title = t('grantTitle', { name })
  if (request.choices.length === 0) return { title, description: t('none', { name }) }
  return { title, description: t('grantWhy'), confirm: t('grantConfirm') }
}
