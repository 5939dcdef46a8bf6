'use client'
import { createContext, type ReactNode, useContext } from 'react'

/** The few words that client components of the kit say by themselves. The root layout translates them once. */
export type KitWords = Record<
  | 'cancel'
  | 'close'
  | 'confirmIdentity'
  | 'copied'
  | 'copy'
  | 'dismiss'
  | 'errorAgain'
  | 'errorBody'
  | 'errorId'
  | 'errorTitle'
  | 'hidePassword'
  | 'passkeyGivenUp'
  | 'passkeyKnown'
  | 'passkeyUnsupported'
  | 'problems'
  | 'remove'
  | 'showPassword'
  | 'tagDuplicate'
  | 'tagInvalid'
  | 'undo'
  | 'unreachable',
  string
>
type Kit = { words: KitWords; requestId?: string }

const KitContext = createContext<Kit | null>(null)

export function KitProvider({ children, ...kit }: Kit & { children: ReactNode }) {
  return <KitContext value={kit}>{children}</KitContext>
}

export function useKit() {
  const kit = useContext(KitContext)
  if (!kit) throw new Error('The kit needs a KitProvider above it: components/document.tsx has one.')
  return kit
}
