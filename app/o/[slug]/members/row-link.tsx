'use client'
import { CalendarClock, UserMinus } from 'lucide-react'
import { DialogLink } from '@/components/dialog-link'

const looks = {
  end: { Icon: CalendarClock, variant: 'ghost' },
  remove: { Icon: UserMinus, variant: 'danger-ghost' },
} as const

type RowLinkProps = { act: keyof typeof looks; href: string; label: string }

/** Leads from a row to what can be done there. Drawn by the browser too: fifty rows would send its classes and its icon twice each. */
export function RowLink({ act, href, label }: RowLinkProps) {
  const { Icon, variant } = looks[act]
  return (
    <DialogLink href={href} variant={variant} size="icon">
      <Icon aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </DialogLink>
  )
}
