'use client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { buttonVariants } from './button-variants'
import { useKit } from './kit'
import type { ToastOptions } from './toast'

const manager = Toast.createToastManager<{ tone: ToastOptions['tone'] }>()

/** Shows every toast of the growing list once. */
export function ToastViewport({ toasts }: { toasts: ToastOptions[] }) {
  const shown = useRef(0)
  const { words } = useKit()

  useEffect(() => {
    for (const { title, description, tone = 'success', undo } of toasts.slice(shown.current)) {
      const id = manager.add({
        title,
        description,
        data: { tone },
        timeout: undo ? 10_000 : 5_000,
        actionProps: undo && {
          children: words.undo,
          onClick: () => {
            manager.close(id)
            undo()
          },
        },
      })
    }
    shown.current = toasts.length
  }, [toasts, words.undo])

  return (
    <CSPProvider disableStyleElements>
      <Toast.Provider toastManager={manager}>
        <Toast.Portal>
          <Toast.Viewport className="fixed right-4 bottom-4 z-50 grid w-[calc(100vw-2rem)] gap-2 sm:w-90">
            <ToastList />
          </Toast.Viewport>
        </Toast.Portal>
      </Toast.Provider>
    </CSPProvider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager<{ tone: ToastOptions['tone'] }>()
  const { words } = useKit()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border bg-popover text-popover-foreground shadow-pop transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-2.5 py-2.5 pr-2 pl-3.5">
        {toast.data?.tone === 'danger' ? (
          <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-danger" />
        ) : (
          <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-success" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="text-[0.8125rem] text-muted-foreground" />
        </div>
        <Toast.Action className={buttonVariants({ variant: 'secondary', size: 'sm' })} />
        <Toast.Close aria-label={words.dismiss} className={buttonVariants({ variant: 'ghost', size: 'icon' })}>
          <X aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

export default ToastViewport
