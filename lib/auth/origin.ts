/**
 * Every request that is not a read needs our own Origin, or none and `Sec-Fetch-Site: same-origin`. The gate asks this too:
 * Next lets a request without an Origin header through and answers a malformed one with 500.
 */
export function isSameOrigin(headers: Headers, appUrl: string) {
  const origin = headers.get('origin')
  return origin === null ? headers.get('sec-fetch-site') === 'same-origin' : origin === new URL(appUrl).origin
}
