'use client'
import { createContext, useContext } from 'react'
import type { Proof } from '@/lib/errors'

/** Asks the person to prove in one of these ways that it is them: true when they did, false when they gave up. */
export type AskProof = (proofs: Proof[]) => Promise<boolean>

/** Filled by the frame of signed-in pages. Without it, and without JavaScript, a form says the way to /account/confirm. */
export const StepUpContext = createContext<AskProof | null>(null)

export const useStepUp = () => useContext(StepUpContext)
