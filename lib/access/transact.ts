import { type Caller, findCallerIn } from '@/lib/auth/context'
import { isRetryable } from '@/lib/db/errors'
import { type Db, unscoped } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { forgivingOurFaults } from './rate-limit'

const TRIES = 3

/** Somebody signed in; and whom the form was drawn for, should another tab of this browser have changed who that is. */
export function requireCallerFor(drawnFor: string | undefined, caller: Caller | null): Caller {
  if (!caller) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
  if (!drawnFor || drawnFor === caller.user.id) return caller
  throw new AppError(
    'CONFLICT',
    `You are now signed in as ${caller.user.email}. Nothing was done: reload the page first.`,
  )
}

/** One transaction for one act: who is calling is asked in it first. Tried again after a serialization failure or a deadlock. */
export async function transact<Result>(
  slug: string | null,
  act: (db: Db<'user'>, caller: Caller) => Promise<Result>,
  drawnFor?: string,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await forgivingOurFaults(() =>
        unscoped(async (db) => {
          const caller = await findCallerIn(db, slug)
          return act(db, requireCallerFor(drawnFor, caller))
        }),
      )
    } catch (error) {
      if (attempt === TRIES || !isRetryable(error)) throw error
    }
  }
}
