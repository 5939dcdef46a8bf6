'use client'
import { createContext, useContext } from 'react'

export const DialogContext = createContext(() => {})

/** Closes the dialog around. Where it unfolded in place, for want of JavaScript, there is nothing to close. */
export function useCloseDialog() {
  return useContext(DialogContext)
}
