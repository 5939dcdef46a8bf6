import type { ReactNode } from 'react'
import { cn } from './cn'

type EmptyStateProps = {
  icon?: ReactNode
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** Where it is all there is on the page, it is the page's heading. */
  heading?: 'h1' | 'h2'
  className?: string
}

/** Icon, title, one sentence, and the action if permitted or whom to ask. “No data” and “no match” are two of these. */
export function EmptyState({ icon, title, children, action, heading: Heading = 'h2', className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center px-6 py-14 text-center', className)}>
      {icon && (
        <div
          aria-hidden="true"
          className="mb-4 grid size-11 place-items-center rounded-xl border bg-card text-muted-foreground shadow-card [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <Heading className="text-[0.9375rem] font-semibold tracking-tight">{title}</Heading>
      {children && <p className="mt-1.5 max-w-sm text-balance text-muted-foreground">{children}</p>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
