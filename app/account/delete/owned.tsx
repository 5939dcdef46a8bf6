import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { listWhatHolds } from '@/lib/domain/members/leaving'

/** Organizations that nobody else could look after, each with the two ways out. */
export function Owned({ owned, others }: Awaited<ReturnType<typeof listWhatHolds>>) {
  const t = useTranslations('account.delete')
  const none = others.some(({ isOwner }) => isOwner) ? t('ownedNone') : t('ownedNoneAtAll')
  return (
    <Card>
      <CardHeader
        title={`1. ${t('ownedTitle')}`}
        description={owned.length > 0 ? t('owned', { count: owned.length }) : none}
      />
      {owned.length > 0 && (
        <CardBody>
          <ul className="grid grid-cols-1 divide-y">
            {owned.map(({ id, name, slug, members }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-3 py-3 first:pt-0 last:pb-0">
                <div className="flex min-w-0 flex-1 basis-52 items-center gap-3">
                  <Avatar name={name} shape="square" />
                  <div className="min-w-0">
                    <p className="font-medium break-words">{name}</p>
                    <p className="text-[0.8125rem] text-muted-foreground">{t('people', { count: members })}</p>
                  </div>
                </div>
                <div className="flex flex-wrap gap-2">
                  {members > 1 && (
                    <ButtonLink
                      href={`/o/${slug}/members`}
                      prefetch={false}
                      variant="secondary"
                      size="sm"
                      aria-label={t('membersOf', { name })}
                    >
                      {t('members')}
                    </ButtonLink>
                  )}
                  <ButtonLink
                    href={`/o/${slug}/settings#danger-zone`}
                    prefetch={false}
                    variant="danger-quiet"
                    size="sm"
                    aria-label={t('deleteNamed', { name })}
                  >
                    {t('deleteOrganization')}
                  </ButtonLink>
                </div>
              </li>
            ))}
          </ul>
        </CardBody>
      )}
    </Card>
  )
}
