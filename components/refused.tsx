import { FileQuestion, Lock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { PolicyRefused, type Refused as RefusedByPolicy } from './policy-refused'
import { ButtonLink } from './ui/button-link'
import { EmptyState } from './ui/empty-state'
import { Unavailable } from './unavailable'

export type Refusal = {
  status: 403 | 404 | 503
  /** The missing permission as the catalogue says it: “Invite people”. */
  permission?: string
  /** Built-in roles whose people can grant it. */
  grantedBy?: readonly ('owner' | 'admin' | 'member' | 'viewer')[]
  /** The session is not what the organization's policy asks for. */
  policy?: RefusedByPolicy
}

/** What a page shows instead of itself. The gate has set the status. */
export function Refused({ status, permission, grantedBy = [], policy, back = '/' }: Refusal & { back?: string }) {
  const t = useTranslations('errors')
  const format = useFormatter()
  const who =
    grantedBy.length > 0 &&
    format.list(
      grantedBy.map((role) => t(`grantors.${role}`)),
      { type: 'disjunction' },
    )
  if (status === 503) return <Unavailable />
  if (policy) return <PolicyRefused {...policy} />
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        heading="h1"
        icon={status === 404 ? <FileQuestion /> : <Lock />}
        title={t(status === 404 ? 'nothingHere' : 'noPermission')}
        action={
          <ButtonLink href={back} variant="secondary" prefetch={false}>
            {t(back === '/' ? 'backHome' : 'back')}
          </ButtonLink>
        }
      >
        {status === 404 && t('nothingHereWhy')}
        {status === 403 && permission && t('needs', { permission })} {status === 403 && who && t('ask', { who })}
      </EmptyState>
    </div>
  )
}
