'use client'
import type { ActionState } from '@/lib/access/action-state'
import { PASSKEY_CHALLENGE_LIFETIME } from '@/lib/parameters'
import type { FormAction } from './form'

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

type Autofill = { signal: AbortSignal; use: (credential: string) => void }

/**
 * Asks `ask` for a ceremony and waits, unseen, for somebody to choose a passkey among the suggestions of an address field. Over
 * with `signal`, with the first form that is sent, or when it was used. A page may stay open longer than a challenge holds: it
 * is asked for anew in time.
 */
export async function offerInAutofill(ask: FormAction, { signal, use }: Autofill): Promise<void> {
  const { browserSupportsWebAuthnAutofill, WebAuthnAbortService } = await import('@simplewebauthn/browser')
  if (signal.aborted || !(await browserSupportsWebAuthnAutofill())) return
  let over = false
  const renewal = setInterval(offer, PASSKEY_CHALLENGE_LIFETIME * 0.8)
  function stop() {
    if (over) return
    over = true
    clearInterval(renewal)
    document.removeEventListener('submit', stop, true)
    WebAuthnAbortService.cancelCeremony()
  }
  document.addEventListener('submit', stop, true)
  signal.addEventListener('abort', stop)
  await offer()

  async function offer() {
    const { ceremony } = await ask({}, new FormData()).catch((): ActionState => ({}))
    if (over || !ceremony) return
    const asked = await askPasskey(ceremony, { autofill: true })
    if (over || 'problem' in asked) return
    stop()
    use(asked.credential)
  }
}

/** Tells the password manager what is gone or called otherwise, where browsers can [WebAuthn L3 §5.1.10]. A courtesy: it may fail. */
export async function sendPasskeySignal({ unknown, accepted, details }: NonNullable<ActionState['signal']>) {
  const { sendSignal } = await import('@simplewebauthn/browser')
  await Promise.allSettled([
    unknown && sendSignal({ signalName: 'unknownCredential', ...unknown }),
    accepted && sendSignal({ signalName: 'allAcceptedCredentials', ...accepted }),
    details && sendSignal({ signalName: 'currentUserDetails', ...details }),
  ])
}
