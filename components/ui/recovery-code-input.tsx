import type { ComponentProps } from 'react'
import { Input } from './input'

/** Longer than a one-time code, and typed from paper: no browser should fill it in or correct it. */
export function RecoveryCodeInput(props: Omit<ComponentProps<'input'>, 'type' | 'maxLength'>) {
  return (
    <Input
      autoComplete="off"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      maxLength={64}
      className="font-mono"
      {...props}
    />
  )
}
