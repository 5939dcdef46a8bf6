'use client'
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react'
import type { Proof } from '@/lib/errors'
import type { FormAction } from './form'

export type StepUpWords = Record<
  | 'title'
  | 'description'
  | 'password'
  | 'code'
  | 'appHelp'
  | 'recoveryCode'
  | 'recoveryHelp'
  | 'mailSend'
  | 'mailWhy'
  | 'mailHelp'
  | 'submit'
  | 'usePassword'
  | 'useApp'
  | 'useRecoveryCode'
  | 'useMail'
  | 'usePasskey'
  | 'passkeyHelp',
  string
>

/** What the frame of signed-in pages gives, once for all forms: who it is, and the actions that prove it. */
export type StepUp = { email: string; confirm: FormAction; mailCode: FormAction; words: StepUpWords }

const StepUpContext = createContext<StepUp | null>(null)

export function StepUpProvider({ stepUp, children }: { stepUp: StepUp; children: ReactNode }) {
  return <StepUpContext value={stepUp}>{children}</StepUpContext>
}

const load = () => import('./step-up-dialog')
const StepUpDialog = lazy(load)

/** Asks the person to prove in one of these ways that it is them: true when they did, false when they gave up. */
export type AskProof = (proofs: Proof[]) => Promise<boolean>

/**
 * `askProof` is null where no frame is around. Whoever calls it renders `prompt`, outside of any `<form>`: a dialog must
 * be within the dialog that it was opened from, or a click in it closes that one.
 */
export function useStepUp(): { askProof: AskProof | null; prompt: ReactNode } {
  const stepUp = useContext(StepUpContext)
  const [asked, setAsked] = useState<{ proofs: Proof[]; answer: (proved: boolean) => void } | null>(null)

  async function askProof(proofs: Proof[]) {
    await load()
    return new Promise<boolean>((resolve) => {
      setAsked({
        proofs,
        answer(proved) {
          setAsked(null)
          resolve(proved)
        },
      })
    })
  }

  return {
    askProof: stepUp && askProof,
    prompt: stepUp && asked && (
      <Suspense>
        <StepUpDialog stepUp={stepUp} proofs={asked.proofs} onAnswer={asked.answer} />
      </Suspense>
    ),
  }
}
