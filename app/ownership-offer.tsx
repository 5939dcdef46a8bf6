import { Crown } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { acceptOwnership, declineOwnership } from '@/app/o/[slug]/ownership-actions'
import { Form } from '@/components/form'
import { Card } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'

type OwnershipOfferProps = {
  slug: string
  offer: { id: string; from: string; becomes: string; expiresAt: Date }
  /** Where it is not clear from the page. */
  organization?: string
}

/** Ownership that waits for this person to take or leave it. */
export function OwnershipOffer({ slug, offer, organization }: OwnershipOfferProps) {
  const t = useTranslations('ownership')
  const format = useFormatter()
  const { id, from, becomes, expiresAt } = offer
  const named = organization ? `: ${organization}` : ''
  return (
    <Card
      className="flex flex-wrap items-center gap-x-6 gap-y-4 border-brand/35 px-5 py-4"
      aria-labelledby={`offer-${id}`}
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-brand-soft text-brand" aria-hidden="true">
        <Crown className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1 basis-64">
        <h2 id={`offer-${id}`} className="font-medium break-words">
          {organization ? t('offeredOf', { from, organization }) : t('offered', { from })}
        </h2>
        <p className="mt-0.5 text-[0.8125rem] break-words text-muted-foreground">
          {t('offeredWhy', { from, becomes })}{' '}
          {t('until', { until: format.dateTime(expiresAt, { dateStyle: 'long' }) })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Form action={acceptOwnership.bind(null, slug)} success="silent">
          <input type="hidden" name="offerId" value={id} />
          <SubmitButton size="sm" aria-label={`${t('accept')}${named}`}>
            {t('accept')}
          </SubmitButton>
        </Form>
        <Form action={declineOwnership.bind(null, slug)} success="toast">
          <input type="hidden" name="offerId" value={id} />
          <SubmitButton size="sm" variant="ghost" aria-label={`${t('decline')}${named}`}>
            {t('decline')}
          </SubmitButton>
        </Form>
      </div>
    </Card>
  )
}
