import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { type Seats as Counted, isFull } from '@/lib/domain/members/seats'

/** How many may still join, where there is a limit. */
export function Seats({ seats, className }: { seats: Counted; className?: string }) {
  const t = useTranslations('invitations.invite')
  const { taken, limit } = seats
  if (limit === null) return null
  return (
    <div className={className}>
      {isFull(seats) ? (
        <Alert tone="warning">{t('seatsFull', { limit })}</Alert>
      ) : (
        <p className="text-[0.8125rem] text-muted-foreground">{t('seats', { taken, limit })}</p>
      )}
    </div>
  )
}
