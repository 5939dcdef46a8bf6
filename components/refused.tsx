import { FileQuestion, Lock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PolicyRefused, type Refused as RefusedByPolicy } from './policy-refused'
import { ButtonLink } from './ui/button-link'
import { EmptyState } from './ui/empty-state'
import { Unavailable } from './unavailable'

export type Refusal = {
  status: 403 | 404 | 503
  /** The missing permission as the catalogue says it: “Invite people”. */
  permission?: string
  /** Others that would do as well. */
  alternatives?: readonly string[]
  /** Built-in roles whose people can grant it. */
  grantedBy?: readonly ('owner' | 'admin' | 'member' | 'viewer')[]
  /** The session is not what the organization's policy asks for. */
  policy?: RefusedByPolicy
}

type RefusedProps = Refusal & {
  back?: string
  /** Those who can grant it, by name; `more` of them than are named. */
  people?: string | null
  more?: boolean
  /** Why nobody can simply give it. */
  why?: string
  /** What one can do about it. */
  children?: ReactNode
}

/** What a page shows instead of itself. The gate has set the status. */
export function Refused({
  status,
  permission,
  alternatives,
  policy,
  back = '/',
  why,
  children,
  ...asking
}: RefusedProps) {
  const t = useTranslations('errors')
  const needs = useNeeds(permission, alternatives)
  const who = useWhomToAsk(asking)
  if (status === 503) return <Unavailable />
  if (policy) return <PolicyRefused {...policy} />
  return (
    <div className="grid min-h-[60dvh] content-center">
      <EmptyState
        heading="h1"
        icon={status === 404 ? <FileQuestion /> : <Lock />}
        title={t(status === 404 ? 'nothingHere' : 'noPermission')}
        className={children ? 'pb-6' : undefined}
        action={
          <ButtonLink href={back} variant="secondary" prefetch={false}>
            {t(back === '/' ? 'backHome' : 'back')}
          </ButtonLink>
        }
      >
        {status === 404 && t('nothingHereWhy')}
        {status === 403 && needs} {status === 403 && why} {status === 403 && who}
      </EmptyState>
      {children}
    </div>
  )
}

function useNeeds(permission?: string, alternatives: readonly string[] = []) {
  const t = useTranslations('errors')
  const format = useFormatter()
  if (!permission) return null
  if (alternatives.length === 0) return t('needs', { permission })
  const permissions = [permission, ...alternatives].map((one) => t('quoted', { permission: one }))
  return t('needsOne', { permissions: format.list(permissions, { type: 'disjunction' }) })
}

function useWhomToAsk({ grantedBy = [], people, more }: Pick<RefusedProps, 'grantedBy' | 'people' | 'more'>) {
  const t = useTranslations('errors')
  const format = useFormatter()
  if (grantedBy.length === 0) return null
  const who = format.list(
    grantedBy.map((role) => t(`grantors.${role}`)),
    { type: 'disjunction' },
  )
  if (!people) return t('ask', { who })
  return t(more ? 'askPeopleMore' : 'askPeople', { who, names: people })
}
