'use client'
import { useEffect } from 'react'
import type { ActionState } from '@/lib/access/action-state'

/** Shows nothing: tells the browser's password manager which passkeys are left and what the account is called by now. */
export function PasskeySignal({ signal }: { signal: NonNullable<ActionState['signal']> }) {
  const said = JSON.stringify(signal)
  useEffect(() => {
    void import('./passkey-client').then(({ sendPasskeySignal }) => sendPasskeySignal(JSON.parse(said)))
  }, [said])
  return null
}
