'use client'
import { useEffect } from 'react'
import { TIME_ZONE_COOKIE } from '@/lib/i18n/locales'
import { onPopoverClick, onPopoverKey, placePopover } from './popover-keys'

function hideTooltips(event: KeyboardEvent) {
  if (event.key !== 'Escape') return
  for (const tooltip of document.querySelectorAll<HTMLElement>('.tooltip:hover, .tooltip:focus-within')) {
    tooltip.dataset.hidden = ''
    const show = () => delete tooltip.dataset.hidden
    tooltip.addEventListener('pointerleave', show, { once: true })
    tooltip.addEventListener('focusout', show, { once: true })
  }
}

/** The server cannot know the browser's time zone; from the second request on it does. */
function rememberTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const pair = `${TIME_ZONE_COOKIE}=${zone}`
  if (!zone || document.cookie.includes(pair)) return
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and plain http has none
  document.cookie = `${pair}; path=/; max-age=31536000; samesite=lax`
}

/** One set of listeners for the whole document, so that a row of a table needs no client component of its own. */
export function Enhance() {
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    document.addEventListener('keydown', onPopoverKey, { signal })
    document.addEventListener('keydown', hideTooltips, { signal })
    document.addEventListener('click', onPopoverClick, { signal })
    document.addEventListener('toggle', placePopover, { signal, capture: true })
    rememberTimeZone()
    return () => stop.abort()
  }, [])
  return null
}
