'use client'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from './button'
import { type ButtonLook, buttonVariants } from './button-variants'
import { useHydrated } from './hydrated'

const load = () => import('./dialog-popup')
const DialogPopup = lazy(load)

type DialogProps = ButtonLook & {
  trigger: ReactNode
  title: string
  description?: ReactNode
  className?: string
  children: ReactNode
}

/** A button that opens a dialog. Base UI loads on the first sign of interest; without JavaScript the content unfolds in place. */
export function Dialog({ trigger, title, description, className, children, ...look }: DialogProps) {
  const [open, setOpen] = useState(false)
  const hydrated = useHydrated()
  if (!hydrated)
    return (
      // what the form inside was answered is seen on the page that follows, where everything is folded again
      <details className="group open:basis-full has-[:is([role=alert],[role=status]>*)]:basis-full has-[:is([role=alert],[role=status]>*)]:details-content:[content-visibility:visible]">
        <summary className={buttonVariants({ variant: 'secondary', ...look, className: 'list-none' })}>
          {trigger}
        </summary>
        <div className="mt-3 grid gap-3 rounded-xl border bg-card p-5">
          <p className="font-semibold">{title}</p>
          {description && <p className="text-muted-foreground">{description}</p>}
          {children}
        </div>
      </details>
    )
  return (
    <>
      <Button
        variant="secondary"
        {...look}
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
      >
        {trigger}
      </Button>
      {open && (
        <Suspense>
          <DialogPopup title={title} description={description} className={className} onClose={() => setOpen(false)}>
            {children}
          </DialogPopup>
        </Suspense>
      )}
    </>
  )
}
