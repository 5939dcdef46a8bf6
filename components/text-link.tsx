import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './ui/cn'

/** A link inside text. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      prefetch={false}
      className={cn(
        'font-medium text-brand underline decoration-brand/35 underline-offset-3 hover:decoration-brand',
        className,
      )}
      {...props}
    />
  )
}
