import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { DialogLink } from '@/components/dialog-link'
import { RelativeTime } from '@/components/relative-time'
import { TextLink } from '@/components/text-link'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import type { Listed } from './access-requests'
import type { AnswerAct } from './answer'

export type Shown = Listed['rows'][number]
type AccessRequestProps = {
  slug: string
  request: Shown
  mayCreate: boolean
  /** The address of the dialog in which this is the answer. */
  dialog: (act: AnswerAct) => string
}

export function AccessRequest({ slug, request, mayCreate, dialog }: AccessRequestProps) {
  const t = useTranslations('members.access')
  const names = useTranslations('orgs.roles')
  const { says, role, note, isMoot, choices } = request
  const { user } = request.membership
  const name = user.name
  const stuck = isMoot ? t('moot', { name }) : null
  const wants = t('wants', { name, permission: says })
  const decline = t(isMoot ? 'close' : 'decline')
  return (
    <li>
      <Card className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 py-4">
        <div className="flex min-w-0 flex-1 basis-72 gap-3">
          <Avatar name={name} image={user.image} />
          <div className="min-w-0">
            <h3 className="font-medium wrap-anywhere">{wants}</h3>
            <p className="text-[0.8125rem] wrap-anywhere text-muted-foreground">
              {user.email} · {t('is', { role: roleName(names, role.name) })} · {t('asked')}{' '}
              <RelativeTime date={request.createdAt} />
            </p>
            {note && <blockquote className="mt-2 border-l-2 pl-3 wrap-anywhere whitespace-pre-line">{note}</blockquote>}
            {stuck && <p className="mt-2 text-[0.8125rem] text-muted-foreground">{stuck}</p>}
            {!stuck && choices.length === 0 && (
              <p className="mt-2 text-[0.8125rem] text-muted-foreground">
                {t('none', { name })}{' '}
                {mayCreate && <TextLink href={`/o/${slug}/roles/new?from=${role.value}`}>{t('create')}</TextLink>}
              </p>
            )}
          </div>
        </div>
        <div className="flex flex-wrap gap-2">
          <DialogLink href={dialog('decline')} variant="secondary" size="sm" aria-label={`${decline}: ${wants}`}>
            {decline}
          </DialogLink>
          {!stuck && choices.length > 0 && (
            <DialogLink href={dialog('grant')} size="sm" aria-label={`${t('grant')}: ${wants}`}>
              {t('grant')}
            </DialogLink>
          )}
        </div>
      </Card>
    </li>
  )
}
