import { z } from 'zod'
import type { Outcome } from '@/lib/access/perform'
import { id } from '@/lib/domain/strings'
import { AppError } from '@/lib/errors'
import { ACCOUNTS_PER_BROWSER } from '@/lib/parameters'
import { findCallerOf } from './context'
import { landingPath } from './landing'
import { activate, listParked, parkActive, takeParked } from './parked-sessions'
import { endSession, endSessionOf } from './session'

/** Who is signed in steps aside for somebody else who signs in here. */
export async function addAccount(): Promise<Outcome> {
  const parked = await listParked()
  if (parked.length >= ACCOUNTS_PER_BROWSER - 1) {
    throw new AppError('CONFLICT', `${ACCOUNTS_PER_BROWSER} accounts can be signed in here. Sign out of one first.`)
  }
  return { redirectTo: '/sign-in?add', afterCommit: parkActive }
}

export const continueAsSchema = z.object({ userId: id() })

/** Whose session is parked here goes on; who was active is parked. What the session may do does not change. */
export async function continueAs(_: unknown, { userId }: z.output<typeof continueAsSchema>): Promise<Outcome> {
  const token = await activate(userId)
  const caller = token && (await findCallerOf(token))
  if (!caller) throw new AppError('CONFLICT', 'That account was signed out meanwhile. Please sign in again.')
  return { redirectTo: landingPath(caller) }
}

export async function signOutOfAll(): Promise<Outcome> {
  await endParked()
  await endSession()
  return { redirectTo: '/sign-in?signed-out' }
}

/** All of them, or those of one person: whoever signs in again has one session here, not two. */
export async function endParked(userId?: string): Promise<void> {
  for (const token of await takeParked(userId)) await endSessionOf(token)
}
