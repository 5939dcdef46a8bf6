'use client'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { cn } from './cn'
import { Input } from './input'
import { useKit } from './kit'

/** The button to look at it needs JavaScript, so it hides where there is none. */
export function PasswordInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false)
  const { words } = useKit()
  const Icon = shown ? EyeOff : Eye
  return (
    <span className={cn('relative block', className)}>
      <Input
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="pr-10"
        {...props}
      />
      <button
        type="button"
        aria-label={shown ? words.hidePassword : words.showPassword}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-1 right-1 grid w-8 place-items-center rounded-sm text-muted-foreground hover:text-foreground noscript:hidden"
      >
        <Icon aria-hidden="true" className="size-4" />
      </button>
    </span>
  )
}
