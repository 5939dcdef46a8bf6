import { useFormatter, useTranslations } from 'next-intl'
import { roleName } from '@/app/role-name'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Progress } from '@/components/ui/progress'
import { Tooltip } from '@/components/ui/tooltip'
import type { LinkState, ListedLink } from '@/lib/domain/invitations/links'
import { roleOf } from '@/lib/domain/roles/roles'
import { revokeLinkInvitation } from '../actions'
import { WhoJoined } from './who-joined'

const tones = {
  live: 'success',
  expired: 'neutral',
  revoked: 'neutral',
  usedUp: 'neutral',
  unvouched: 'warning',
} as const

export function LinkCard({ slug, link }: { slug: string; link: ListedLink }) {
  const t = useTranslations('invitations.links')
  const names = useTranslations('orgs.roles')
  const format = useFormatter()
  const { state, uses, allowedDomains: domains, invitedBy } = link
  const most = link.maxUses ?? 0
  const role = roleName(names, roleOf(link).name)
  const who = domains.length > 0 ? t('at', { domains: format.list(domains, { type: 'disjunction' }) }) : t('anyDomain')
  const by = invitedBy ? t('by', { name: invitedBy.name }) : t('bySomebody')
  return (
    <li>
      <Card className="px-5 py-4">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h2 className="flex flex-wrap items-center gap-2 font-medium">
              {role}
              <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
            </h2>
            <p className="mt-1 text-[0.8125rem] wrap-anywhere text-muted-foreground">
              {who} · {by} · <Ends state={state} link={link} />
            </p>
            {state === 'unvouched' && <p className="mt-1 text-[0.8125rem] text-warning">{t('unvouchedWhy')}</p>}
          </div>
          {state !== 'revoked' && <Revoke slug={slug} link={link} />}
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="text-[0.8125rem] tabular-nums">{t('used', { uses, most })}</span>
          <Progress
            value={most ? (uses / most) * 100 : 0}
            aria-label={t('used', { uses, most })}
            className="max-w-40"
          />
        </div>
        {link.joined.length > 0 && <WhoJoined joined={link.joined} uses={uses} />}
      </Card>
    </li>
  )
}

function Ends({ state, link }: { state: LinkState; link: ListedLink }) {
  const t = useTranslations('invitations.links')
  if (state === 'revoked')
    return (
      <>
        {t('states.revoked')} <RelativeTime date={link.revokedAt ?? link.expiresAt} />
      </>
    )
  return (
    <>
      {t(state === 'expired' ? 'states.expired' : 'expires')} <RelativeTime date={link.expiresAt} />
    </>
  )
}

function Revoke({ slug, link }: { slug: string; link: ListedLink }) {
  const t = useTranslations('invitations.links')
  if (!link.mayTouch)
    return (
      <Tooltip text={t('above')}>
        {(describedBy) => (
          <Button variant="ghost" size="sm" aria-disabled aria-describedby={describedBy}>
            {t('revoke')}
          </Button>
        )}
      </Tooltip>
    )
  return (
    <ConfirmDialog
      action={revokeLinkInvitation.bind(null, slug)}
      variant="danger-ghost"
      size="sm"
      trigger={t('revoke')}
      title={t('revokeTitle')}
      description={t('revokeWhy')}
      confirm={t('revokeConfirm')}
    >
      <input type="hidden" name="invitationId" value={link.id} />
    </ConfirmDialog>
  )
}
