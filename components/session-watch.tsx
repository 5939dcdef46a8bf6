'use client'
import { useEffect } from 'react'

/**
 * Asks who is signed in whenever this tab is looked at again. Whoever signed out elsewhere is not left in front of what they
 * saw, and whoever signed in as somebody else does not act in the name of the person before.
 */
export function SessionWatch({ userId }: { userId: string }) {
  useEffect(() => {
    async function look() {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch('/api/session', { cache: 'no-store' }).catch(() => null)
      if (answer?.status === 401) {
        const here = location.pathname + location.search
        return location.replace(`/sign-in?next=${encodeURIComponent(here)}`)
      }
      if (answer?.ok && (await answer.json()).user.id !== userId) location.reload()
    }
    const returned = (event: PageTransitionEvent) => event.persisted && look()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pageshow', returned)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pageshow', returned)
    }
  }, [userId])
  return null
}
