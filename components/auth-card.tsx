import Link from 'next/link'
import type { ReactNode } from 'react'
import { brand } from '@/lib/brand'
import { Mark } from './mark'
import { cn } from './ui/cn'

type AuthCardProps = {
  title: ReactNode
  description?: ReactNode
  /** Under the card: “New here? Create an account”. */
  footer?: ReactNode
  className?: string
  children: ReactNode
}

/** The frame of every page before the app: mark, title, one card, one line below. */
export function AuthCard({ title, description, footer, className, children }: AuthCardProps) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="auth-backdrop grid min-h-dvh place-items-center px-4 py-12 outline-none"
    >
      <div className={cn('w-full max-w-100', className)}>
        <div className="rounded-xl border bg-card px-6 py-8 shadow-card sm:px-9">
          <div className="mb-6 flex flex-col items-center text-center">
            <Link
              href="/"
              aria-label={brand.name}
              prefetch={false}
              className="rounded-lg border bg-background p-2 shadow-xs"
            >
              <Mark className="size-6" />
            </Link>
            <h1 className="mt-5 text-xl font-semibold tracking-tight">{title}</h1>
            {description && (
              <p className="mt-2 max-w-full text-balance break-words text-muted-foreground">{description}</p>
            )}
          </div>
          {children}
        </div>
        {footer && <div className="mt-5 text-center text-muted-foreground">{footer}</div>}
      </div>
    </main>
  )
}

/** The line between ways to sign in. */
export function OrDivider({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
      {children}
    </div>
  )
}
