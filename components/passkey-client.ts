'use client'
import type { ActionState } from '@/lib/access/action-state'

// Loaded when first needed: most visits of most pages never speak to an authenticator.

/** Why there is no passkey: nothing that the person has to be blamed for. */
export type PasskeyProblem = 'unsupported' | 'given-up' | 'known'

type Ceremony = NonNullable<ActionState['ceremony']>

type Asked = { credential: string } | { problem: PasskeyProblem }

/** Asks the person's authenticator; its answer is what to post as `credential`. Ends what was asked before. Never throws. */
export async function askPasskey(ceremony: Ceremony, { autofill = false } = {}): Promise<Asked> {
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = await import('@simplewebauthn/browser')
  if (!browserSupportsWebAuthn()) return { problem: 'unsupported' }
  try {
    const answer =
      'request' in ceremony
        ? await startAuthentication({ optionsJSON: ceremony.request, useBrowserAutofill: autofill })
        : await startRegistration({ optionsJSON: ceremony.creation })
    return { credential: JSON.stringify(answer) }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

/** Browsers say `NotAllowedError` for everything that happened between them and the person. */
function problemOf(error: unknown): PasskeyProblem {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'InvalidStateError') return 'known'
  return ['NotSupportedError', 'ConstraintError', 'SecurityError'].includes(name) ? 'unsupported' : 'given-up'
}
