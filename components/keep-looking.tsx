'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** While it is shown, the page around it is asked for again: something on it is still being made. */
export function KeepLooking({ seconds }: { seconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), seconds * 1_000)
    return () => clearInterval(timer)
  }, [router, seconds])
  return null
}
