import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'

type GettingStartedProps = {
  slug: string
  totals: { members: number | null; projects: number | null; invitations: number | null }
}

/** For an organization in which nobody else is yet or nothing is done; it goes away by itself. */
export function GettingStarted({ slug, totals }: GettingStartedProps) {
  const t = useTranslations('orgs.dashboard')
  const invited = (totals.members ?? 0) > 1 || (totals.invitations ?? 0) > 0
  const steps = [
    { says: t('stepCreated'), done: true, href: `/o/${slug}`, act: '' },
    { says: t('stepInvite'), done: invited, href: `/o/${slug}/members`, act: t('stepInviteDo') },
    {
      says: t('stepProject'),
      done: (totals.projects ?? 0) > 0,
      href: `/o/${slug}/projects`,
      act: t('stepProjectDo'),
    },
  ]
  const done = steps.filter((step) => step.done).length
  if (done === steps.length) return null
  return (
    <Card>
      <CardHeader
        title={t('start')}
        description={t('startWhy')}
        actions={
          <span className="text-[0.8125rem] text-muted-foreground tabular-nums">
            {t('startProgress', { done, all: steps.length })}
          </span>
        }
      />
      <CardBody>
        <ol className="grid divide-y">
          {steps.map((step) => (
            <li key={step.says} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 py-2">
              <span
                className={cn(
                  'grid size-5 shrink-0 place-items-center rounded-full border',
                  step.done ? 'border-transparent bg-success-soft text-success' : 'border-dashed border-input',
                )}
              >
                {step.done && <Check aria-hidden="true" className="size-3" />}
                <span className="sr-only">{t(step.done ? 'done' : 'toDo')}</span>
              </span>
              <span className={cn('min-w-0 flex-1 basis-40', step.done && 'text-muted-foreground')}>{step.says}</span>
              {!step.done && (
                <ButtonLink href={step.href} prefetch={false} variant="secondary" size="sm" className="max-sm:ml-8">
                  {step.act}
                </ButtonLink>
              )}
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  )
}
