import { FolderKanban, Mail, Users } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { COUNT_CAP } from '@/lib/domain/members/people'

type TotalsProps = {
  slug: string
  /** Null is what this person may not see. */
  totals: { members: number | null; projects: number | null; invitations: number | null }
}

export function Totals({ slug, totals }: TotalsProps) {
  const t = useTranslations('orgs.dashboard')
  const format = useFormatter()
  const all = [
    { label: t('projects'), count: totals.projects, href: `/o/${slug}/projects`, icon: <FolderKanban /> },
    { label: t('members'), count: totals.members, href: `/o/${slug}/members`, icon: <Users /> },
    { label: t('invitations'), count: totals.invitations, href: `/o/${slug}/members/invitations`, icon: <Mail /> },
  ]
  return (
    <ul className="grid gap-3 sm:auto-cols-fr sm:grid-flow-col sm:gap-4">
      {all.map(
        ({ label, count, href, icon }) =>
          count !== null && (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                className="flex items-center gap-4 rounded-xl border bg-card px-5 py-4 shadow-card hover:border-muted-foreground/40 sm:flex-col sm:items-start sm:gap-3"
              >
                <span
                  aria-hidden="true"
                  className="grid size-8 place-items-center rounded-lg bg-brand-soft text-brand [&_svg]:size-4"
                >
                  {icon}
                </span>
                <span className="flex flex-1 items-center justify-between gap-3 sm:flex-col-reverse sm:items-start sm:gap-0.5">
                  <span className="text-[0.8125rem] text-muted-foreground">{label}</span>
                  <span className="text-2xl font-semibold tracking-tight tabular-nums">
                    {format.number(Math.min(count, COUNT_CAP))}
                    {count > COUNT_CAP && '+'}
                  </span>
                </span>
              </Link>
            </li>
          ),
      )}
    </ul>
  )
}
