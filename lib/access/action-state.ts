import type { Ceremony, PasskeySignal } from '@/lib/auth/passkeys/ceremony'
import type { Proof } from '@/lib/errors'

/** The field in which a form says for whom it was drawn: another tab may have changed who is signed in. */
export const DRAWN_FOR = 'drawn-for'

/**
 * What an act would do, shown before it is done. Nothing was saved yet: the same form, sent again with `token` as `reviewed`,
 * does exactly this, or is answered with another review if what it says is not true any more.
 */
export type Review = { token: string; lines: ReviewLine[] }
export type ReviewLine = { tone: 'gain' | 'loss' | 'info' | 'warning'; text: string; items?: string[] }

/** What an action answers a form. `values` is what was typed, so that nothing is lost; never a secret. */
export type ActionState = {
  ok?: boolean
  message?: string
  fieldErrors?: Record<string, string[]>
  values?: Record<string, string>
  /** One line for each thing that a batch did, such as an invitation for each address. */
  results?: { subject: string; outcome: string; ok: boolean }[]
  review?: Review
  /** A secret that is shown once, such as a copied invitation link. */
  reveal?: string
  /** Nothing was done: prove first that it is you, in one of these ways, and send it again. */
  stepUp?: Proof[]
  /** Nothing was done yet: ask the person's authenticator this, and send the form again with its answer as `credential`. */
  ceremony?: Ceremony
  /** What the browser may tell its password manager about passkeys that are gone, or called otherwise. */
  signal?: PasskeySignal
}
