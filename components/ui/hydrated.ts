'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False on the server and for whoever has no JavaScript: what only a script can enable must not start disabled. */
export function useHydrated() {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
