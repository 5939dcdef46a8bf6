'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import type { ButtonLook } from './button-variants'
import { useKit } from './kit'

export function CopyButton({
  text,
  label,
  variant = 'secondary',
  size = 'sm',
}: { text: string; label?: string } & ButtonLook) {
  const [copied, setCopied] = useState(false)
  const { words } = useKit()

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])

  return (
    <>
      <Button
        variant={variant}
        size={size}
        className="noscript:hidden"
        onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {copied ? <Check aria-hidden="true" className="text-success" /> : <Copy aria-hidden="true" />}
        {size === 'icon' ? <span className="sr-only">{label ?? words.copy}</span> : (label ?? words.copy)}
      </Button>
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </>
  )
}
