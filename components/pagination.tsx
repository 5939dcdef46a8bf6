import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ButtonLink } from './ui/button-link'

/** Cursor paging: “first” and “next” are addresses. `children` says where one is: “1–20 of 214”. */
export function Pagination({
  first,
  previous,
  next,
  children,
}: {
  first?: string
  previous?: string
  next?: string
  children?: ReactNode
}) {
  const t = useTranslations('shell.pagination')
  if (!first && !previous && !next && !children) return null
  return (
    <nav aria-label={t('label')} className="flex flex-wrap items-center justify-between gap-3 pt-4">
      <p className="text-[0.8125rem] text-muted-foreground tabular-nums">{children}</p>
      <div className="flex gap-2">
        {first && (
          <ButtonLink href={first} prefetch={false} variant="secondary" size="sm">
            {t('first')}
          </ButtonLink>
        )}
        {previous && (
          <ButtonLink href={previous} prefetch={false} variant="secondary" size="sm">
            <ChevronLeft aria-hidden="true" />
            {t('previous')}
          </ButtonLink>
        )}
        {next && (
          <ButtonLink href={next} prefetch={false} variant="secondary" size="sm" rel="next">
            {t('next')}
            <ChevronRight aria-hidden="true" />
          </ButtonLink>
        )}
      </div>
    </nav>
  )
}
