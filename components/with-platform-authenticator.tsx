'use client'
import { type ReactNode, useEffect, useState } from 'react'

/** What it holds is for people whose device can verify them by itself; on others, and without JavaScript, it is not there. */
export function WithPlatformAuthenticator({ children }: { children: ReactNode }) {
  const [able, setAble] = useState(false)
  useEffect(() => {
    const asked = globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()
    asked?.then(setAble, () => {})
  }, [])
  return able ? children : null
}
