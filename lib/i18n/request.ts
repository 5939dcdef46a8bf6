import { cookies } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { LOCALE_COOKIE, readLocale, readTimeZone, TIME_ZONE_COOKIE } from './locales'
import { messages } from './messages'

export default getRequestConfig(async () => {
  const jar = await cookies()
  const locale = readLocale(jar.get(LOCALE_COOKIE)?.value)
  return { locale, timeZone: readTimeZone(jar.get(TIME_ZONE_COOKIE)?.value), messages: messages[locale] }
})
