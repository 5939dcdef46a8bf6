import {
  getAccessFallbackHTTPStatus,
  isHTTPAccessFallbackError,
} from 'next/dist/client/components/http-access-fallback/http-access-fallback'
import { getURLFromRedirectError } from 'next/dist/client/components/redirect'
import { isRedirectError } from 'next/dist/client/components/redirect-error'

/** What the person gets: an action's own answer, where it sends them, or the status of the page that Next shows instead. */
export async function outcome<T>(act: () => Promise<T>): Promise<T | { redirectTo: string } | { status: number }> {
  try {
    return await act()
  } catch (error) {
    if (isRedirectError(error)) return { redirectTo: getURLFromRedirectError(error) }
    if (isHTTPAccessFallbackError(error)) return { status: getAccessFallbackHTTPStatus(error) }
    throw error
  }
}
