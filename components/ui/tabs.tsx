import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from './badge'
import { cn } from './cn'

type Tab = { href: string; label: ReactNode; count?: ReactNode; current?: boolean }

/** Tabs that are pages: each has an address, the back button works, no JavaScript is needed. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-b">
      {tabs.map(({ href, label, count, current }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={current ? 'page' : undefined}
          className={cn(
            'flex h-10 items-center gap-2 border-b-2 px-2.5 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2',
            current
              ? 'border-foreground text-foreground'
              : 'border-transparent text-muted-foreground hover:text-foreground',
          )}
        >
          {label}
          {count !== undefined && <Badge>{count}</Badge>}
        </Link>
      ))}
    </nav>
  )
}
