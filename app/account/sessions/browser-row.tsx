import { Globe, Monitor, Smartphone, Tablet } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BrowserName } from '@/lib/auth/sessions/device-name'

const icons = { desktop: Monitor, mobile: Smartphone, tablet: Tablet, unknown: Globe }

type BrowserRowProps = { browser: BrowserName; badge?: ReactNode; action?: ReactNode; children: ReactNode }

/** One browser: what it is, what there is to say of it, and what can be done. */
export function BrowserRow({ browser, badge, action, children }: BrowserRowProps) {
  const Icon = icons[browser.kind]
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="flex min-w-0 flex-1 basis-56 items-start gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg border bg-muted text-muted-foreground">
          <Icon aria-hidden="true" className="size-4.5" />
        </span>
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium break-words">
            {browser.name}
            {badge}
          </p>
          <div className="mt-0.5 text-[0.8125rem] wrap-anywhere text-muted-foreground">{children}</div>
        </div>
      </div>
      {action}
    </li>
  )
}
