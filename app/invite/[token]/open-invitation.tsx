import { getFormatter, getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button-link'
import { SubmitButton } from '@/components/ui/submit-button'
import { colorOf } from '@/lib/accents'
import type { findVisitor } from '@/lib/access/queries'
import type { findInvitation } from '@/lib/domain/invitations/opened'
import { env } from '@/lib/env'
import { acceptInvitation, declineMyInvitation } from '../actions'

export type ShownInvitation = {
  token: string
  invitation: NonNullable<Awaited<ReturnType<typeof findInvitation>>>
  visitor: Awaited<ReturnType<typeof findVisitor>>
}

/** Who invites you to what as what, and the way on: to accept, or first to an account for this address. */
export async function OpenInvitation({ token, invitation, visitor }: ShownInvitation) {
  const [t, names, format] = await Promise.all([
    getTranslations('invitations.page'),
    getTranslations('orgs.roles'),
    getFormatter(),
  ])
  const { organizationName: org, inviterName: inviter, message } = invitation
  const email = invitation.email ?? ''
  const next = `/invite/${token}`
  const isLink = invitation.via === 'link'
  // the sign-up page believes the token, not the address beside it
  const signUp = new URLSearchParams({ next, ...(email && { email }), invite: token })
  const domains = format.list(invitation.allowedDomains, { type: 'disjunction' })
  const mayCreate = env.SIGN_UP_MODE !== 'closed'
  const until = format.dateTime(invitation.expiresAt, { dateStyle: 'long', timeStyle: 'short' })

  return (
    <AuthCard
      title={inviter ? t('invites', { inviter, org }) : t('invited', { org })}
      description={t('asRole', { role: roleName(names, invitation.role.name) })}
      footer={<span className="text-[0.8125rem]">{t('expires', { until })}</span>}
    >
      <div className="grid gap-5">
        <p className="flex items-center gap-3 rounded-lg border bg-muted px-3.5 py-3">
          <Avatar name={org} color={colorOf(invitation.accent)} shape="square" />
          <span className="min-w-0">
            <span className="block font-medium break-words">{org}</span>
            <span className="block text-[0.8125rem] wrap-anywhere text-muted-foreground">
              {isLink ? t(domains ? 'linkFor' : 'linkForAll', { domains }) : t('forAddress', { email })}
            </span>
          </span>
        </p>
        {message && (
          <figure>
            <figcaption className="text-[0.8125rem] text-muted-foreground">
              {inviter ? t('wrote', { inviter }) : t('wroteNobody')}
            </figcaption>
            <blockquote className="mt-1.5 border-l-2 pl-3 break-words whitespace-pre-line">{message}</blockquote>
          </figure>
        )}
        {visitor ? (
          <div className="grid gap-2">
            <Form action={acceptInvitation}>
              <input type="hidden" name="token" value={token} />
              <SubmitButton wide size="lg">
                {t('accept')}
              </SubmitButton>
            </Form>
            {!isLink && (
              <Form action={declineMyInvitation}>
                <input type="hidden" name="invitationId" value={invitation.id} />
                <SubmitButton wide variant="ghost">
                  {t('decline')}
                </SubmitButton>
              </Form>
            )}
            <p className="text-center text-[0.8125rem] text-balance wrap-anywhere text-muted-foreground">
              {t('signedInAs', { email: visitor.user.email })}
            </p>
          </div>
        ) : (
          <div className="grid gap-2">
            {mayCreate && (
              <ButtonLink href={`/sign-up?${signUp}`} prefetch={false} wide size="lg">
                {t('createAccount')}
              </ButtonLink>
            )}
            <ButtonLink
              href={`/sign-in?${new URLSearchParams({ next })}`}
              prefetch={false}
              wide
              variant={mayCreate ? 'secondary' : 'primary'}
              size="lg"
            >
              {t('signIn')}
            </ButtonLink>
            <p className="text-center text-[0.8125rem] text-muted-foreground">
              {t(isLink ? 'haveAccountLink' : 'haveAccount')}
            </p>
          </div>
        )}
      </div>
    </AuthCard>
  )
}
