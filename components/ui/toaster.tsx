'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import { TOAST_EVENT, type ToastOptions } from './toast'

const ToastViewport = lazy(() => import('./toast-viewport'))

/** Waits for the first toast, then loads Base UI and hands it over. */
export function Toaster() {
  const [waiting, setWaiting] = useState<ToastOptions[]>([])

  useEffect(() => {
    const add = (event: Event) => {
      if (event.defaultPrevented) return // another toaster on the page has it
      event.preventDefault()
      setWaiting((all) => [...all, (event as CustomEvent<ToastOptions>).detail])
    }
    window.addEventListener(TOAST_EVENT, add)
    return () => window.removeEventListener(TOAST_EVENT, add)
  }, [])

  if (waiting.length === 0) return null
  return (
    <Suspense>
      <ToastViewport toasts={waiting} />
    </Suspense>
  )
}
