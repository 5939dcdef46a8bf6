import { z } from 'zod'
import type { Outcome } from '@/lib/access/perform'
import { id } from '@/lib/domain/strings'
import { AppError } from '@/lib/errors'
import { ACCOUNTS_PER_BROWSER } from '@/lib/parameters'
import { findCallerOf } from '../context'
import { landingPath } from '../landing'
import { nextField } from '../next-field'
import { forgetOffer } from '../passkeys/offer'
import { activate, listParked, parkActive, takeParked } from './parked'
import { endSession, endSessionOf } from './session'

/** Who is signed in steps aside for somebody else who signs in here. */
export function addAccount(): Promise<Outcome> {
  return stepAside('/sign-in?add')
}

/** The same from a page that is meant for another account: it is where they go on. */
export function switchAccountFor(next: string): Promise<Outcome> {
  return stepAside(`/sign-in?${new URLSearchParams({ add: '', next })}`)
}

async function stepAside(redirectTo: string): Promise<Outcome> {
  const parked = await listParked()
  if (parked.length >= ACCOUNTS_PER_BROWSER - 1) {
    throw new AppError('CONFLICT', `${ACCOUNTS_PER_BROWSER} accounts can be signed in here. Sign out of one first.`)
  }
  return { redirectTo, afterCommit: parkActive }
}

export const continueAsSchema = z.object({ userId: id(), next: nextField() })

/** Whose session is parked here goes on; who was active is parked. What the session may do does not change. */
export async function continueAs(_: unknown, { userId, next }: z.output<typeof continueAsSchema>): Promise<Outcome> {
  const token = await activate(userId)
  const caller = token && (await findCallerOf(token))
  if (!caller) throw new AppError('CONFLICT', 'That account was signed out meanwhile. Please sign in again.')
  await forgetOffer() // of a passkey: it was for who signed in
  return { redirectTo: landingPath({ next, ...caller }) }
}

export async function signOutOfAll(): Promise<Outcome> {
  await endParked()
  await endSession()
  return { redirectTo: '/sign-in?signed-out' }
}

/** All of them, or those of one person: whoever signs in again has one session here, not two. Answers how many there were. */
export async function endParked(userId?: string): Promise<number> {
  const tokens = await takeParked(userId)
  for (const token of tokens) await endSessionOf(token)
  return tokens.length
}
