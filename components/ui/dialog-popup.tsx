'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { buttonVariants } from './button-variants'
import { cn } from './cn'
import { DialogContext } from './dialog-context'
import { focusContent } from './focus-content'
import { useKit } from './kit'

type DialogPopupProps = {
  title: string
  description?: ReactNode
  className?: string
  onClose: () => void
  children: ReactNode
}

export function DialogPopup({ title, description, className, onClose, children }: DialogPopupProps) {
  const [open, setOpen] = useState(true)
  // before a field with autoFocus takes it: Base UI looks later, and would give it back to what is gone by then
  const [opener] = useState(() => document.activeElement)
  const { words } = useKit()
  return (
    <CSPProvider disableStyleElements>
      <Dialog.Root open={open} onOpenChange={setOpen} onOpenChangeComplete={(shown) => shown || onClose()}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/35 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Viewport className="fixed inset-0 z-50 grid place-items-center overflow-y-auto p-4">
            <Dialog.Popup
              finalFocus={() => placeFor(opener)}
              className={cn(
                'relative w-full max-w-md rounded-xl border bg-popover p-5 text-popover-foreground shadow-pop outline-none',
                'transition-[opacity,scale] duration-150 data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0',
                className,
              )}
            >
              <Dialog.Title className="pr-8 text-base font-semibold tracking-tight">{title}</Dialog.Title>
              {description && (
                <Dialog.Description className="mt-1.5 text-muted-foreground">{description}</Dialog.Description>
              )}
              <div className="mt-4">
                <DialogContext value={() => setOpen(false)}>{children}</DialogContext>
              </div>
              <Dialog.Close
                aria-label={words.close}
                className={buttonVariants({ variant: 'ghost', size: 'icon', className: 'absolute! top-3.5 right-3.5' })}
              >
                <X aria-hidden="true" />
              </Dialog.Close>
            </Dialog.Popup>
          </Dialog.Viewport>
        </Dialog.Portal>
      </Dialog.Root>
    </CSPProvider>
  )
}

/** Where the focus was. What was done may have taken that away, a row or a bar: then the content of the page. */
function placeFor(before: Element | null) {
  if (before instanceof HTMLElement && before !== document.body && before.checkVisibility()) return before
  focusContent()
  return false
}

export default DialogPopup
