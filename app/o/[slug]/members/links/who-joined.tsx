import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/relative-time'
import type { ListedLink } from '@/lib/domain/invitations/links'

/** The newest of those who joined by one link, unfolded when asked for. */
export function WhoJoined({ joined, uses }: { joined: ListedLink['joined']; uses: number }) {
  const t = useTranslations('invitations.links')
  const before = uses - joined.length
  return (
    <details className="mt-3 border-t pt-3">
      <summary className="w-fit cursor-pointer text-[0.8125rem] font-medium">{t('who')}</summary>
      <ul className="mt-2 grid gap-1.5 text-[0.8125rem]">
        {joined.map(({ id, createdAt, user }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0 wrap-anywhere">
              {user ? (
                <>
                  {user.name} <span className="text-muted-foreground">{user.email}</span>
                </>
              ) : (
                <span className="text-muted-foreground">{t('gone')}</span>
              )}
            </span>
            <RelativeTime date={createdAt} className="text-muted-foreground" />
          </li>
        ))}
        {before > 0 && <li className="text-muted-foreground">{t('more', { count: before })}</li>}
      </ul>
    </details>
  )
}
