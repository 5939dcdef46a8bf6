import { useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { Cell, Row } from '@/components/ui/table'
import { Tooltip } from '@/components/ui/tooltip'
import type { listInvitations } from '@/lib/domain/invitations/invitations'
import { type InvitationState, stateOf } from '@/lib/domain/invitations/states'
import { roleOf } from '@/lib/domain/roles/roles'
import { copyInvitationLink, resendInvitation, revokeInvitation } from '../actions'
import { CopyLink } from '../copy-link'

type InvitationRowProps = {
  slug: string
  invitation: Awaited<ReturnType<typeof listInvitations>>['rows'][number]
  /** Whether whoever looks has what is offered. */
  mayTouch: boolean
}

const tones = { pending: 'brand', expired: 'warning', accepted: 'success', revoked: 'neutral' } as const

export function InvitationRow({ slug, invitation, mayTouch }: InvitationRowProps) {
  const t = useTranslations('invitations')
  const names = useTranslations('orgs.roles')
  const state = stateOf(invitation)
  const email = invitation.email ?? ''
  return (
    <Row>
      <Cell main>
        <span className="min-w-0 font-medium break-all">{email}</span>
      </Cell>
      <Cell label={t('list.role')}>{invitation.formerRole ?? roleName(names, roleOf(invitation).name)}</Cell>
      <Cell label={t('list.status')}>
        <span className="grid justify-items-end gap-0.5 sm:justify-items-start">
          {state === 'pending' && !invitation.vouched ? (
            <Tooltip text={t('list.unvouchedWhy')}>
              {(describedBy) => (
                <button type="button" aria-describedby={describedBy}>
                  <Badge tone="warning">{t('list.unvouched')}</Badge>
                </button>
              )}
            </Tooltip>
          ) : (
            <Badge tone={tones[state]}>{t(`list.states.${state}`)}</Badge>
          )}
          {state === 'expired' && invitation.askedAgainAt && <Badge tone="brand">{t('list.askedAgain')}</Badge>}
          <span className="text-xs whitespace-nowrap text-muted-foreground">
            <When state={state} invitation={invitation} />
          </span>
        </span>
      </Cell>
      <Cell label={t('list.by')}>
        <span className="text-muted-foreground">{invitation.invitedBy?.name ?? t('list.somebodyGone')}</span>
      </Cell>
      <Cell>
        {(state === 'pending' || state === 'expired') && (
          <Acts
            slug={slug}
            id={invitation.id}
            email={email}
            mayTouch={mayTouch}
            live={state === 'pending' && invitation.vouched}
          />
        )}
      </Cell>
    </Row>
  )
}

function When({ state, invitation }: { state: InvitationState; invitation: InvitationRowProps['invitation'] }) {
  const t = useTranslations('invitations.list')
  const { acceptedAt, revokedAt, expiresAt } = invitation
  if (state !== 'pending') return <RelativeTime date={acceptedAt ?? revokedAt ?? expiresAt} />
  return (
    <>
      {t('expires')} <RelativeTime date={expiresAt} />
    </>
  )
}

type ActsProps = { slug: string; id: string; email: string; mayTouch: boolean; live: boolean }

function Acts({ slug, id, email, mayTouch, live }: ActsProps) {
  const t = useTranslations('invitations.row')
  const list = useTranslations('invitations.list')
  const kit = useTranslations('shell.kit')
  const hidden = <input type="hidden" name="invitationId" value={id} />
  if (!mayTouch)
    return (
      <Tooltip text={list('above')}>
        {(describedBy) => (
          <Button variant="ghost" size="sm" aria-disabled aria-describedby={describedBy}>
            {t('resend')}
            <span className="sr-only">{t('resendTo', { email })}</span>
          </Button>
        )}
      </Tooltip>
    )
  return (
    <div className="-mx-2.5 flex flex-wrap items-start gap-0.5 sm:justify-end">
      <Form action={resendInvitation.bind(null, slug)} success="toast" className="gap-2">
        {hidden}
        <SubmitButton variant="ghost" size="sm" aria-label={t('resendTo', { email })}>
          {t('resend')}
        </SubmitButton>
      </Form>
      {live && (
        <Dialog
          variant="ghost"
          size="sm"
          trigger={t('copy')}
          title={t('copyTitle', { email })}
          description={t('copyWhy', { email })}
        >
          <CopyLink
            action={copyInvitationLink.bind(null, slug)}
            invitationId={id}
            words={{ make: t('copyMake'), again: t('copyAgain'), link: t('link'), copy: kit('copy') }}
          />
        </Dialog>
      )}
      <ConfirmDialog
        action={revokeInvitation.bind(null, slug)}
        variant="danger-ghost"
        size="sm"
        trigger={t('revoke')}
        title={t('revokeTitle', { email })}
        description={t('revokeWhy')}
        confirm={t('revokeConfirm')}
      >
        {hidden}
      </ConfirmDialog>
    </div>
  )
}
