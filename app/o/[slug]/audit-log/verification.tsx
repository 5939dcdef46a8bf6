'use client'
import { CircleAlert, ShieldCheck, ShieldX } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Progress } from '@/components/ui/progress'
import { readLines } from './read-lines'

export type Verified = { ok: boolean; says: string; head: { sequence: string; hash: string } | null }
/** Why nothing was verified, such as that it was done too often. */
type Failed = { failed: string }
type Line = { checked: number; of: number } | Verified

type VerificationProps = {
  /** Where it is followed; without JavaScript the form asks the page itself. */
  address: string
  page: string
  found?: Verified | Failed
  words: Record<
    | 'title'
    | 'why'
    | 'verify'
    | 'again'
    | 'verifying'
    | 'progress'
    | 'unbroken'
    | 'broken'
    | 'failed'
    | 'unreachable'
    | 'end',
    string
  >
}

export function Verification({ address, page, found, words }: VerificationProps) {
  const [result, setResult] = useState(found)
  const [progress, setProgress] = useState<number | null>(null)
  const busy = progress !== null

  async function verify(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setProgress(0)
    setResult(undefined)
    setResult(await follow(address, setProgress).catch(() => ({ failed: words.unreachable })))
    setProgress(null)
  }

  const failed = result && 'failed' in result
  const verified = result && !failed ? result : null
  const Icon = failed ? CircleAlert : verified && !verified.ok ? ShieldX : ShieldCheck
  const title = failed ? words.failed : verified ? (verified.ok ? words.unbroken : words.broken) : words.title
  const tone = failed ? 'text-warning' : verified ? (verified.ok ? 'text-success' : 'text-danger') : ''
  return (
    <form
      action={page}
      onSubmit={verify}
      aria-busy={busy || undefined}
      className={cn(
        'mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl border bg-card px-5 py-4 shadow-card',
        verified && !verified.ok && 'border-danger/40 bg-danger-soft',
      )}
    >
      <div className="flex min-w-0 flex-1 basis-72 gap-3">
        <Icon aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0 text-muted-foreground', tone)} />
        <div className="min-w-0 flex-1" role="status">
          <p className={cn('font-medium', tone)}>{busy ? words.verifying : title}</p>
          {busy ? (
            <Progress value={progress} aria-label={words.progress} className="mt-2 max-w-sm" />
          ) : (
            <p className="text-[0.8125rem] text-muted-foreground">
              {failed ? result.failed : (verified?.says ?? words.why)}
            </p>
          )}
          {verified?.head && (
            <p className="mt-1 text-xs break-all text-muted-foreground">
              {words.end.replace('{sequence}', verified.head.sequence).replace('{hash}', verified.head.hash)}
            </p>
          )}
        </div>
      </div>
      <Button type="submit" name="verify" value="1" variant="secondary" aria-disabled={busy || undefined}>
        {result ? words.again : words.verify}
      </Button>
    </form>
  )
}

/** Percent by percent, until the last line says what came out. */
async function follow(address: string, onProgress: (percent: number) => void): Promise<Verified | Failed> {
  const answer = await fetch(address)
  if (!answer.ok || !answer.body) return { failed: (await answer.json()).detail }
  for await (const line of readLines<Line>(answer.body)) {
    if ('ok' in line) return line
    onProgress(Math.round((100 * line.checked) / Math.max(1, line.of)))
  }
  throw new Error('It ended without a result.')
}
