import { useTranslations } from 'next-intl'
import { acceptMyInvitation, declineMyInvitation } from '@/app/invite/actions'
import { Form } from '@/components/form'
import { Avatar } from '@/components/ui/avatar'
import { SubmitButton } from '@/components/ui/submit-button'
import type { InvitationEntry } from '@/lib/auth/context'
import { roleName } from './role-name'

/** What this person is offered, to take or leave. */
export function InvitationInbox({ invitations }: { invitations: InvitationEntry[] }) {
  const t = useTranslations('orgs.invitation')
  const roles = useTranslations('orgs.roles')
  return (
    <ul className="grid divide-y">
      {invitations.map(({ id, organizationName, role, inviterName }) => {
        const offered = { role: roleName(roles, role) }
        return (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
            <div className="flex min-w-0 flex-1 basis-52 items-center gap-3">
              <Avatar name={organizationName} shape="square" />
              <div className="min-w-0">
                <p className="font-medium break-words">{organizationName}</p>
                <p className="text-[0.8125rem] break-words text-muted-foreground">
                  {inviterName ? t('by', { ...offered, inviter: inviterName }) : t('byNobody', offered)}
                </p>
              </div>
            </div>
            <div className="flex flex-wrap gap-2">
              <Form action={acceptMyInvitation} success="silent">
                <input type="hidden" name="invitationId" value={id} />
                <SubmitButton size="sm" aria-label={`${t('accept')}: ${organizationName}`}>
                  {t('accept')}
                </SubmitButton>
              </Form>
              <Form action={declineMyInvitation} success="silent">
                <input type="hidden" name="invitationId" value={id} />
                <SubmitButton size="sm" variant="ghost" aria-label={`${t('decline')}: ${organizationName}`}>
                  {t('decline')}
                </SubmitButton>
              </Form>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
