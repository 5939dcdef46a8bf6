'use client'
import { useRouter } from 'next/navigation'
import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { Card, CardBody } from './ui/card'
import { useHydrated } from './ui/hydrated'

const DialogPopup = lazy(() => import('./ui/dialog-popup'))

type RouteDialogProps = {
  title: string
  description?: ReactNode
  /** The address without the dialog: where closing it leads. */
  back: string
  children: ReactNode
}

/**
 * A dialog that has an address: the page draws it when its address says so. Without JavaScript the same stands on the page.
 * It stays as it was opened, also when the page behind it is drawn anew: give it a key that says what it is about.
 */
export function RouteDialog({ title, description, back, children }: RouteDialogProps) {
  const router = useRouter()
  const hydrated = useHydrated()
  const id = useId()
  const [opened] = useState({ title, description, children })
  if (!hydrated)
    return (
      <Card className="mb-4" aria-labelledby={id}>
        <CardBody className="grid gap-3">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {description && <p className="text-muted-foreground">{description}</p>}
          {children}
        </CardBody>
      </Card>
    )
  return (
    <Suspense>
      <DialogPopup
        title={opened.title}
        description={opened.description}
        onClose={() => router.replace(back, { scroll: false })}
      >
        {opened.children}
      </DialogPopup>
    </Suspense>
  )
}
