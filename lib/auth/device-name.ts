import Bowser from 'bowser'
import type { RequestInfo } from '@/lib/request'

/** “Chrome on Linux”: what a browser says of itself, short enough for a mail. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return 'an unknown browser'
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return 'an unknown browser'
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}

/** Who asked, as the mails say it. */
export function mailRequest({ ip, userAgent }: RequestInfo) {
  return { ip, device: deviceName(userAgent) }
}
