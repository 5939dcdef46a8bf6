/**
 * What can go wrong between “Continue with Google” and a session, as /sign-in?problem=… says it. A fixed set: nothing that a
 * provider or a stranger wrote is ever shown.
 */
export const problems = [
  'cancelled',
  'unavailable',
  'unfinished',
  'known-address',
  'no-address',
  'closed',
  'invitation-only',
  'disabled',
  'too-many',
  'trouble',
] as const

export type Problem = (typeof problems)[number]

export function readProblem(given: unknown): Problem | null {
  return problems.find((problem) => problem === given) ?? null
}

/** Ends an attempt; the transaction around it, if any, rolls back. */
export class SocialProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem)
  }
}
