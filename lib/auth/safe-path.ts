const base = 'http://path.invalid'

/**
 * Where to go next, if it is a path on this site: judged after normalisation, because `/..//evil.test` leaves the site.
 * Anything else, the fallback.
 */
export function safePath(wanted: unknown, fallback = '/'): string {
  if (typeof wanted !== 'string' || wanted.length > 2_000 || !wanted.startsWith('/')) return fallback
  if (wanted.includes('\\') || [...wanted].some((character) => character < ' ')) return fallback
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null
  if (!url || url.origin !== base || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}
