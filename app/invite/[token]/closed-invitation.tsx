import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { ButtonLink } from '@/components/ui/button-link'
import { SubmitButton } from '@/components/ui/submit-button'
import type { InvitationView } from '@/lib/domain/invitation-states'
import { switchAccount } from '../actions'
import type { ShownInvitation } from './open-invitation'

type ClosedInvitationProps = ShownInvitation & { view: Exclude<InvitationView, 'open' | 'signedOut'> }

/** There is nothing to accept here now: why, and what to do about it. */
export async function ClosedInvitation({ view, token, invitation, visitor }: ClosedInvitationProps) {
  const t = await getTranslations('invitations.page')
  const { organizationName: org, inviterName: inviter } = invitation
  const email = invitation.email ?? ''
  const you = visitor?.user.email ?? ''
  const here = visitor?.organizations.find(({ id }) => id === invitation.organizationId)
  const why = {
    wrongAccount: t('wrongAccountWhy', { org, email, you }),
    unverified: t('unverifiedWhy', { org, email }),
    expired: inviter ? t('expiredAsk', { inviter }) : t('expiredAskNobody', { org }),
    revoked: t('revokedWhy', { org }),
    accepted: t('acceptedWhy', { org }),
    member: t('memberWhy'),
    unavailable: t('unavailableWhy'),
  }
  return (
    <AuthCard title={t(view, { org })} description={why[view]}>
      <div className="grid gap-2">
        {view === 'wrongAccount' && (
          <Form action={switchAccount}>
            <input type="hidden" name="token" value={token} />
            <SubmitButton wide size="lg">
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
              variant={view === 'wrongAccount' ? 'ghost' : 'secondary'}
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
