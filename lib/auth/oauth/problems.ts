// What can go wrong on the way to a session (with a provider, or at the second step) or to a linked account, as `?problem=…`
// says it.
// Fixed sets: nothing that a provider or a stranger wrote is ever shown.

const atTheProvider = ['cancelled', 'unavailable', 'unfinished', 'too-many', 'trouble'] as const

export const signInProblems = [
  ...atTheProvider,
  'known-address',
  'no-address',
  'closed',
  'invitation-only',
  'disabled',
  'second-step-over',
] as const

export const linkingProblems = [...atTheProvider, 'linked-elsewhere'] as const

export type Problem = (typeof signInProblems)[number] | (typeof linkingProblems)[number]

export function readProblem<Known extends Problem>(known: readonly Known[], given: unknown): Known | null {
  return known.find((problem) => problem === given) ?? null
}

/** Ends an attempt; the transaction around it, if any, rolls back. */
export class SocialProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem)
  }
}
