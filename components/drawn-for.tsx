'use client'
import { createContext, type ReactNode, useContext } from 'react'

const DrawnFor = createContext<string | null>(null)

/** Whose page this is. Every form in it says so, and the gate does nothing for it in the name of somebody else. */
export function DrawnForProvider({ userId, children }: { userId: string; children: ReactNode }) {
  return <DrawnFor value={userId}>{children}</DrawnFor>
}

export const useDrawnFor = () => useContext(DrawnFor)
