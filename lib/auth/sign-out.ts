import type { Outcome } from '@/lib/access/perform'
import { endSession } from './session'

/** `?signed-out` makes the browser throw away what it kept of the pages (sign-in/page.tsx). */
export async function signOut(): Promise<Outcome> {
  await endSession()
  return { redirectTo: '/sign-in?signed-out' }
}
