export type ToastOptions = { title: string; description?: string; tone?: 'success' | 'danger'; undo?: () => void }

export const TOAST_EVENT = 'kit:toast'

/** Says what already succeeded. The app shell holds the `<Toaster />`; the toast itself loads when the first one is shown. */
export function toast(options: ToastOptions) {
  window.dispatchEvent(new CustomEvent(TOAST_EVENT, { detail: options, cancelable: true }))
}
