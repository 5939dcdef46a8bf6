import { getFormatter, getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { ButtonLink } from '@/components/ui/button-link'
import { SubmitButton } from '@/components/ui/submit-button'
import type { InvitationView } from '@/lib/domain/invitations/view'
import { askForNewInvitation, switchAccount } from '../actions'
import type { ShownInvitation } from './open-invitation'

type ClosedInvitationProps = ShownInvitation & { view: Exclude<InvitationView, 'open' | 'signedOut'> }

/** There is nothing to accept here now: why, and what to do about it. */
export async function ClosedInvitation({ view, token, invitation, visitor }: ClosedInvitationProps) {
  const t = await getTranslations('invitations.page')
  const { organizationName: org, via } = invitation
  const here = visitor?.organizations.find(({ id }) => id === invitation.organizationId)
  const elsewhere = view === 'wrongAccount' || view === 'wrongDomain'
  const title = via === 'link' && (view === 'expired' || view === 'revoked') ? t(`${view}Link`) : t(view, { org })
  return (
    <AuthCard title={title} description={await why(view, { token, invitation, visitor })}>
      <div className="grid gap-2">
        {view === 'expired' && via === 'mail' && (
          <Form action={askForNewInvitation}>
            <input type="hidden" name="token" value={token} />
            <SubmitButton wide size="lg">
              {t('ask')}
            </SubmitButton>
          </Form>
        )}
        {view === 'wrongDomain' && (
          <ButtonLink href="/account" prefetch={false} wide size="lg">
            {t('addAddress')}
          </ButtonLink>
        )}
        {elsewhere && (
          <Form action={switchAccount}>
            <input type="hidden" name="token" value={token} />
            <SubmitButton wide size="lg" variant={view === 'wrongDomain' ? 'secondary' : 'primary'}>
              {t('switch')}
            </SubmitButton>
          </Form>
        )}
        {here && (
          <ButtonLink
            href={`/o/${here.slug}`}
            prefetch={false}
            wide
            size="lg"
            variant={view === 'member' ? 'primary' : 'secondary'}
          >
            {t('openOrg', { org })}
          </ButtonLink>
        )}
        {visitor ? (
          view !== 'member' && (
            <ButtonLink
              href="/account/organizations"
              prefetch={false}
              wide
              size="lg"
              variant={elsewhere ? 'ghost' : 'secondary'}
            >
              {t('home')}
            </ButtonLink>
          )
        ) : (
          <ButtonLink href="/sign-in" prefetch={false} wide size="lg" variant="secondary">
            {t('signIn')}
          </ButtonLink>
        )}
      </div>
    </AuthCard>
  )
}

async function why(view: ClosedInvitationProps['view'], { invitation, visitor }: ShownInvitation) {
  const [t, format] = await Promise.all([getTranslations('invitations.page'), getFormatter()])
  const { organizationName: org, inviterName: inviter, via } = invitation
  const email = invitation.email ?? ''
  const you = visitor?.user.email ?? ''
  const isLink = via === 'link'
  const expired = inviter ? t('expiredAsk', { inviter }) : t('expiredAskNobody', { org })
  return {
    wrongAccount: t('wrongAccountWhy', { org, email, you }),
    wrongDomain: t('wrongDomainWhy', {
      ...{ org, you },
      domains: format.list(invitation.allowedDomains, { type: 'disjunction' }),
    }),
    unverified: isLink ? t('unverifiedLinkWhy', { org }) : t('unverifiedWhy', { org, email }),
    expired: isLink ? t('expiredLinkWhy') : expired,
    revoked: isLink ? t('revokedLinkWhy', { org }) : t('revokedWhy', { org }),
    accepted: t('acceptedWhy', { org }),
    usedUp: t('usedUpWhy', { org }),
    full: t('fullWhy', { org }),
    member: t('memberWhy'),
    unavailable: t('unavailableWhy'),
  }[view]
}
