export const locales = ['en'] as const
export type Locale = (typeof locales)[number]

export const DEFAULT_LOCALE: Locale = 'en'
export const LOCALE_COOKIE = 'locale'
export const TIME_ZONE_COOKIE = 'tz'

export function readLocale(cookie: string | undefined): Locale {
  return locales.find((locale) => locale === cookie) ?? DEFAULT_LOCALE
}

/** The cookie is the browser's word: an unknown zone would make `Intl` throw. */
export function readTimeZone(cookie: string | undefined) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone && cookie ? cookie : 'UTC'
  } catch {
    return 'UTC'
  }
}
