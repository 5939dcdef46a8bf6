import type { ComponentProps } from 'react'
import { cn } from './cn'

/** How far something is, in percent. Give it an `aria-label`. */
export function Progress({ className, ...props }: Omit<ComponentProps<'progress'>, 'max'>) {
  return (
    <progress
      max={100}
      className={cn(
        'h-2 w-full appearance-none overflow-hidden rounded-full border bg-muted',
        '[&::-webkit-progress-bar]:bg-muted [&::-webkit-progress-value]:bg-brand [&::-webkit-progress-value]:transition-[inline-size] [&::-moz-progress-bar]:bg-brand',
        className,
      )}
      {...props}
    />
  )
}
