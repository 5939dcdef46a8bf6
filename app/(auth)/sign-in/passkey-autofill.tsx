'use client'
import { useEffect, useRef } from 'react'
import type { FormAction } from '@/components/form'

/** Offers passkeys where the browser suggests addresses (conditional UI), and posts the one that was chosen with the form around it. */
export function PasskeyAutofill({ ask }: { ask: FormAction }) {
  const field = useRef<HTMLInputElement>(null)
  const first = useRef(ask) // an answer that sets a cookie draws the page anew, with another function for the same action
  useEffect(() => {
    if (!globalThis.PublicKeyCredential?.isConditionalMediationAvailable) return
    const stopped = new AbortController()
    void import('@/components/passkey-client').then(({ offerInAutofill }) =>
      offerInAutofill(first.current, { signal: stopped.signal, use: (credential) => post(field.current, credential) }),
    )
    return () => stopped.abort()
  }, [])
  return <input ref={field} type="hidden" name="credential" disabled />
}

/** Once: what the button posts next has no answer in it yet. */
function post(field: HTMLInputElement | null, credential: string) {
  if (!field) return
  field.value = credential
  field.disabled = false
  field.form?.requestSubmit()
  field.disabled = true
}
