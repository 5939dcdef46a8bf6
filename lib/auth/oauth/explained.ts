import { translate } from '@/lib/db/errors'
import { AppError } from '@/lib/errors'
import type { Errand } from './errand'
import { type Problem, SocialProblem } from './problems'

/** Where somebody goes, or back to the page that sent them, with a sentence that says why not. */
export async function explained(
  errand: Pick<Errand, 'purpose' | 'next'>,
  work: () => Promise<string>,
): Promise<string> {
  try {
    return await work()
  } catch (error) {
    const problem = problemOf(translate(error))
    if (!problem) throw error
    return backWith(errand, problem)
  }
}

function problemOf(refusal: unknown): Problem | undefined {
  if (refusal instanceof SocialProblem) return refusal.problem
  return refusal instanceof AppError ? reasons[refusal.code] : undefined
}

const reasons: Partial<Record<AppError['code'], Problem>> = {
  TOO_MANY: 'too-many',
  UNAVAILABLE: 'trouble',
  CONFLICT: 'trouble',
}

function backWith({ purpose, next }: Pick<Errand, 'purpose' | 'next'>, problem: Problem) {
  if (purpose === 'link') return `${CONNECTED_ACCOUNTS}?${new URLSearchParams({ problem })}`
  return `/sign-in?${new URLSearchParams({ problem, ...(next && { next }) })}`
}

/** The page from which accounts are connected. */
export const CONNECTED_ACCOUNTS = '/account/security'
