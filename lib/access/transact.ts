import { type Caller, findCallerIn } from '@/lib/auth/context'
import { isRetryable } from '@/lib/db/errors'
import { type Db, unscoped } from '@/lib/db/scope'
import { AppError } from '@/lib/errors'
import { forgivingOurFaults } from './rate-limit'

const TRIES = 3

/** One transaction for one act: who is calling is asked in it first. Tried again after a serialization failure or a deadlock. */
export async function transact<Result>(
  slug: string | null,
  act: (db: Db<'user'>, caller: Caller) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await forgivingOurFaults(() =>
        unscoped(async (db) => {
          const caller = await findCallerIn(db, slug)
          if (!caller) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
          return act(db, caller)
        }),
      )
    } catch (error) {
      if (attempt === TRIES || !isRetryable(error)) throw error
    }
  }
}
