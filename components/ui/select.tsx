'use client'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses, quietControlClasses } from './control-classes'
import { useControl } from './form-context'

type SelectProps = Omit<ComponentProps<'select'>, 'multiple'> & { quiet?: boolean }

/** The browser's own select: works without JavaScript, with every keyboard, on every phone. */
export function Select({ className, defaultValue, quiet, children, ...props }: SelectProps) {
  const { control, value } = useControl(props)
  const start = props.value === undefined ? { defaultValue: value ?? defaultValue } : {}
  return (
    <span className={cn('relative block', className)}>
      <select
        className={cn(quiet ? quietControlClasses : controlClasses, 'h-9 appearance-none truncate pr-8 pl-3')}
        {...control}
        {...start}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  )
}
