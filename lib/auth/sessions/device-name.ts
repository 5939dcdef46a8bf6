import Bowser from 'bowser'
import type { RequestInfo } from '@/lib/request'

const UNKNOWN = { name: 'An unknown browser', kind: 'unknown' } as const

export type BrowserName = { name: string; kind: 'desktop' | 'mobile' | 'tablet' | 'unknown' }

const browsers = new Set<string>(Object.values(Bowser.BROWSER_MAP))
const systems = new Set<string>(Object.values(Bowser.OS_MAP))

/**
 * “Chrome on Linux”, and what kind of device it runs on. A browser says of itself what it likes: for showing, never for
 * deciding. Only names that are known are shown: of one that is not, Bowser answers what the sender wrote, and a stranger
 * would write into the mails that they cause.
 */
export function browserOf(userAgent: string | null): BrowserName {
  if (!userAgent) return UNKNOWN
  const { browser, os, platform } = Bowser.parse(userAgent)
  if (!browser.name || !browsers.has(browser.name)) return UNKNOWN
  const kind = (['desktop', 'mobile', 'tablet'] as const).find((one) => one === platform.type) ?? 'unknown'
  return { name: os.name && systems.has(os.name) ? `${browser.name} on ${os.name}` : browser.name, kind }
}

/** The same within a sentence, short enough for a mail. */
export function deviceName(userAgent: string | null): string {
  const found = browserOf(userAgent)
  return found === UNKNOWN ? 'an unknown browser' : found.name
}

/** Who asked, as the mails say it. */
export function mailRequest({ ip, userAgent }: RequestInfo) {
  return { ip, device: deviceName(userAgent) }
}
