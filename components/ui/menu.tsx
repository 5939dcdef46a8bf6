import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

/* What stands in a `<Popover>` that is a list of things to do: real links and real buttons, walked with the arrow keys. */

const item = [
  'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm',
  'hover:bg-accent focus-visible:bg-accent focus-visible:-outline-offset-2 aria-disabled:opacity-60',
  '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground',
].join(' ')

export function MenuLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link prefetch={false} data-item className={cn(item, className)} {...props} />
}

/** A submit button inside a form, or a plain one. */
export function MenuButton({
  className,
  danger,
  type = 'button',
  ...props
}: ComponentProps<'button'> & { danger?: boolean }) {
  return (
    <button
      type={type}
      data-item
      className={cn(item, danger && 'text-danger hover:bg-danger-soft [&_svg]:text-danger', className)}
      {...props}
    />
  )
}

export function MenuLabel({ children, className }: { children: ReactNode; className?: string }) {
  return <p className={cn('px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground', className)}>{children}</p>
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1" />
}
