export type ErrorCode =
  | 'BAD_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'STEP_UP'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'TOO_MANY'
  | 'UNAVAILABLE'

type Details = {
  fieldErrors?: Record<string, string[]>
  retryAfter?: number
  permission?: string
  /** Other permissions that would do as well. */
  alternatives?: string[]
  proofs?: Proof[]
  violation?: Violated
  /** Whoever asks only looks, as another role. */
  looking?: true
}

/** What an organization's policy does not accept of a session: lib/access/policies.ts. */
export type Violated = {
  kind: 'network' | 'method' | 'lifetime' | 'idle' | 'secondFactor'
  methods: string[]
  ip: string
}

/** How somebody who is signed in can prove again that it is them. */
export type Proof = 'passkey' | 'app' | 'password' | 'mail'

/** An expected refusal. The sentence is for the person; the gate turns the code into a status. `retryAfter` is in seconds. */
export class AppError extends Error {
  readonly fieldErrors?: Record<string, string[]>
  readonly retryAfter?: number
  readonly permission?: string
  readonly alternatives?: string[]
  readonly proofs?: Proof[]
  readonly violation?: Violated
  readonly looking?: true

  constructor(
    readonly code: ErrorCode,
    sentence: string,
    details: Details = {},
  ) {
    super(sentence)
    this.name = 'AppError'
    Object.assign(this, details)
  }
}

export const NOTHING_HERE = 'There is nothing here.'
