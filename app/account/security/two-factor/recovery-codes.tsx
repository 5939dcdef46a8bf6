'use client'
import { Download, Printer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { buttonVariants } from '@/components/ui/button-variants'
import { Checkbox } from '@/components/ui/checkbox'
import { CopyButton } from '@/components/ui/copy-button'
import { useHydrated } from '@/components/ui/hydrated'

export type RecoveryCodesWords = Record<
  'title' | 'why' | 'copy' | 'download' | 'print' | 'file' | 'heading' | 'saved' | 'savedWhy' | 'done' | 'next',
  string
>

/** Shown once, and not left before somebody says that they have them. */
export function RecoveryCodes({ codes, words }: { codes: string; words: RecoveryCodesWords }) {
  const [saved, setSaved] = useState(false)
  const ready = !useHydrated() || saved
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <div data-codes className="grid grid-cols-1 gap-5">
      <div>
        <h2 ref={title} tabIndex={-1} className="text-[0.9375rem] font-semibold tracking-tight outline-none">
          {words.title}
        </h2>
        <p className="mt-1 max-w-prose text-[0.8125rem] text-muted-foreground">{words.why}</p>
      </div>
      <div data-print className="min-w-0 rounded-lg border bg-muted px-3 py-3.5 sm:px-4">
        <p className="mb-4 hidden print:block">{words.heading}</p>
        <ol className="grid gap-x-8 gap-y-1.5 font-mono text-xs tabular-nums sm:grid-cols-2 sm:text-[0.8125rem]">
          {codes.split('\n').map((code) => (
            <li key={code} className="whitespace-nowrap">
              {code}
            </li>
          ))}
        </ol>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes} label={words.copy} />
        {/* a link, so that it works without a script as well */}
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${words.heading}\n\n${codes}\n`)}`}
          download={words.file}
          className={buttonVariants({ variant: 'secondary', size: 'sm' })}
        >
          <Download aria-hidden="true" />
          {words.download}
        </a>
        <Button variant="secondary" size="sm" className="noscript:hidden" onClick={() => window.print()}>
          <Printer aria-hidden="true" />
          {words.print}
        </Button>
      </div>
      <Alert tone="warning">{words.savedWhy}</Alert>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 border-t pt-5">
        <Checkbox name="saved" label={words.saved} onChange={(event) => setSaved(event.target.checked)} />
        <ButtonLink
          href={words.next}
          prefetch={false}
          aria-disabled={!ready || undefined}
          onClick={(event) => ready || event.preventDefault()}
        >
          {words.done}
        </ButtonLink>
      </div>
    </div>
  )
}
