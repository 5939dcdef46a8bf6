import { useFormatter, useLocale, useTimeZone } from 'next-intl'

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const formatters = new Map<string, Intl.RelativeTimeFormat>()

function formatterFor(locale: string) {
  const known = formatters.get(locale)
  if (known) return known
  const fresh = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })
  formatters.set(locale, fresh)
  return fresh
}

export function relativeTime(date: Date, locale: string, now = Date.now()) {
  const seconds = (date.getTime() - now) / 1000
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 60]
  return formatterFor(locale).format(unit === 'second' ? 0 : Math.trunc(seconds / size), unit)
}

/** “3 hours ago”, with the exact time in the reader's zone on hover. Rendered on the server only. */
export function RelativeTime({ date, className }: { date: Date; className?: string }) {
  const locale = useLocale()
  const timeZone = useTimeZone()
  const format = useFormatter()
  const exact = format.dateTime(date, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <time dateTime={date.toISOString()} title={`${exact} (${timeZone})`} className={className}>
      {relativeTime(date, locale)}
    </time>
  )
}
