'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from './ui/cn'

export type NavItem = { href: string; label: string; icon: ReactNode; exact?: boolean }

/** A client component because a layout does not render again when the page below it changes. */
export function NavLinks({ items }: { items: NavItem[] }) {
  const pathname = usePathname()
  return (
    <ul className="grid gap-0.5">
      {items.map(({ href, label, icon, exact }) => {
        const current = pathname === href || (!exact && pathname.startsWith(`${href}/`))
        return (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={current ? 'page' : undefined}
              className={cn(
                'flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium lg:h-8 [&_svg]:size-4 [&_svg]:shrink-0',
                current
                  ? 'bg-accent text-foreground'
                  : 'text-muted-foreground hover:bg-accent/60 hover:text-foreground',
              )}
            >
              {icon}
              {label}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
