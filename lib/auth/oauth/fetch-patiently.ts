import { isLoopback } from '@/lib/env'
import { FETCH_PATIENCE } from '@/lib/parameters'

/** Auth.js waits forever, and follows a provider's own description to any address: here 10 s, and https unless it is this machine. */
export async function fetchPatiently(
  input: Parameters<typeof fetch>[0],
  init?: RequestInit,
  fetchIt: typeof fetch = fetch,
): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input)
  if (!url.startsWith('https:') && !isLoopback(url)) throw new Error('A provider is asked over https.')
  return fetchIt(input, { ...init, signal: AbortSignal.timeout(FETCH_PATIENCE) })
}
