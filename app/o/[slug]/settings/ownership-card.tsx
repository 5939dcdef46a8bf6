import { useFormatter, useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import type { readSettings } from '@/lib/domain/ownership/owners'
import { withdrawOwnership } from './actions'

type OwnershipCardProps = Awaited<ReturnType<typeof readSettings>>['ownership'] & {
  slug: string
  you: string
  mayTransfer: boolean
  justOffered: boolean
}

/** Who owns the organization, and the way to hand it over. */
export function OwnershipCard({ owners, more, offer, slug, you, mayTransfer, justOffered }: OwnershipCardProps) {
  const t = useTranslations('ownership')
  return (
    <Card id="ownership" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="grid grid-cols-1 gap-4">
        {justOffered && offer && (
          <Alert tone="success" role="status" title={t('sent')}>
            {t('sentWhy')}
          </Alert>
        )}
        <ul className="grid gap-3">
          {owners.map(({ id, user }) => (
            <li key={id} className="flex min-w-0 items-center gap-3">
              <Avatar name={user.name} image={user.image} />
              <span className="min-w-0">
                <span className="flex flex-wrap items-center gap-x-2 font-medium">
                  <span className="break-words">{user.name}</span>
                  {id === you && <Badge tone="brand">{t('you')}</Badge>}
                  {user.disabledAt && <Badge tone="danger">{t('disabled')}</Badge>}
                </span>
                <span className="block text-[0.8125rem] break-all text-muted-foreground">{user.email}</span>
              </span>
            </li>
          ))}
        </ul>
        {more && <p className="text-[0.8125rem] text-muted-foreground">{t('more')}</p>}
        {offer && <Offered offer={offer} slug={slug} mayTransfer={mayTransfer} />}
      </CardBody>
      {!offer && (
        <CardFooter>
          {mayTransfer ? (
            <ButtonLink href={`/o/${slug}/settings/ownership`} prefetch={false} variant="secondary">
              {t('handOver')}
            </ButtonLink>
          ) : (
            <p className="text-[0.8125rem] text-muted-foreground">{t('ask')}</p>
          )}
        </CardFooter>
      )}
    </Card>
  )
}

type OfferedProps = Pick<OwnershipCardProps, 'slug' | 'mayTransfer'> & {
  offer: NonNullable<OwnershipCardProps['offer']>
}

function Offered({ offer, slug, mayTransfer }: OfferedProps) {
  const t = useTranslations('ownership')
  const format = useFormatter()
  const { from, to, becomes, expiresAt } = offer
  const until = format.dateTime(expiresAt, { dateStyle: 'long' })
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border bg-muted px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">{t('offeredTo', { name: to.user.name })}</p>
        <p className="text-[0.8125rem] break-words text-muted-foreground">
          {t('offeredToWhy', { from: from.user.name, name: to.user.name, becomes, until })}
        </p>
      </div>
      {mayTransfer && (
        <Form action={withdrawOwnership.bind(null, slug)} success="toast">
          <input type="hidden" name="offerId" value={offer.id} />
          <SubmitButton size="sm" variant="secondary">
            {t('takeBack')}
          </SubmitButton>
        </Form>
      )}
    </div>
  )
}
