'use client'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { Input } from './input'

type CodeInputProps = Omit<ComponentProps<'input'>, 'type' | 'maxLength'> & {
  length?: number
  kind?: 'digits' | 'letters'
}

/** One field for a one-time code, so that pasting, autofill and screen readers meet nothing strange. */
export function CodeInput({ length = 6, kind = 'digits', className, ...props }: CodeInputProps) {
  return (
    <Input
      autoComplete="one-time-code"
      inputMode={kind === 'digits' ? 'numeric' : 'text'}
      autoCapitalize={kind === 'digits' ? 'none' : 'characters'}
      autoCorrect="off"
      spellCheck={false}
      maxLength={length + 4}
      className={cn('h-11 text-center font-mono text-lg tracking-[0.3em] sm:text-lg', className)}
      {...props}
    />
  )
}
