'use client'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useControl } from './form-context'

/** The browser's own, with a button that looks like ours. */
export function FileInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const { control } = useControl(props)
  return (
    <input
      type="file"
      className={cn(
        'w-full min-w-0 rounded-md text-[0.8125rem] text-muted-foreground',
        'file:mr-3 file:h-9 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-input file:bg-card file:px-3.5 file:text-sm file:font-medium file:text-foreground hover:file:bg-accent',
        className,
      )}
      {...control}
    />
  )
}
