import { type ReactNode, useId } from 'react'
import { cn } from './cn'

type PopoverProps = {
  /** Draws the button: `(open) => <Button {...open}>Filter</Button>`. */
  trigger: (open: { popoverTarget: string }) => ReactNode
  label: string
  align?: 'start' | 'end'
  side?: 'bottom' | 'top'
  className?: string
  children: ReactNode
}

/**
 * The browser's own popover: top layer, light dismiss and Escape without a line of JavaScript, on the server too.
 * components/ui/enhance.tsx adds the arrow keys, and a position where the browser has no anchors.
 */
export function Popover({ trigger, label, align = 'start', side = 'bottom', className, children }: PopoverProps) {
  const id = useId()
  return (
    <>
      {trigger({ popoverTarget: id })}
      <section
        id={id}
        popover="auto"
        aria-label={label}
        data-align={align}
        data-side={side}
        className={cn('popover w-56 p-1', className)}
      >
        {children}
      </section>
    </>
  )
}
