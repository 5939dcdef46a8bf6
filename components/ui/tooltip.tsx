import { type ReactNode, useId } from 'react'
import { cn } from './cn'

type TooltipProps = {
  text: ReactNode
  side?: 'top' | 'bottom'
  className?: string
  children: (describedBy: string) => ReactNode
}

/**
 * Shows on hover and focus by CSS alone and hides on Escape (components/ui/enhance.tsx). For server components:
 * `children` is a function that puts the id on the control, so that the reason is heard as well as seen.
 */
export function Tooltip({ text, side = 'top', className, children }: TooltipProps) {
  const id = useId()
  return (
    <span className={cn('tooltip', className)} data-side={side}>
      {children(id)}
      <span role="tooltip" id={id}>
        {text}
      </span>
    </span>
  )
}
