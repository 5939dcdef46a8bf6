import type { PublicContext } from '@/lib/access/context'
import type { Outcome } from '@/lib/access/perform'
import { requireCallerFor } from '@/lib/access/transact'
import { findCaller } from '../context'
import { endSession } from './session'
import { endParked } from './several-accounts'

/**
 * Whom the page was drawn for, whoever is active here by now: another tab may have changed it, and nobody is signed out by
 * somebody else's button. `?signed-out` makes the browser throw away what it kept of the pages (sign-in/page.tsx).
 */
export async function signOut({ drawnFor }: PublicContext): Promise<Outcome> {
  const active = drawnFor ? await findCaller(null) : null
  const elsewhere = drawnFor !== undefined && active?.user.id !== drawnFor
  const ended = elsewhere ? await endParked(drawnFor) : 0
  if (elsewhere && active && ended === 0) requireCallerFor(drawnFor, active)
  if (!elsewhere || !active) await endSession()
  return { redirectTo: '/sign-in?signed-out' }
}
