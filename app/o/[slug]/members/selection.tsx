'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import { SELECTION } from './selection-form'

type SelectionProps = {
  action: string
  /** What the address says besides. */
  keep: Record<string, string | undefined>
  acts: { value: string; label: string; danger?: boolean }[]
  words: Record<'none' | 'one' | 'many' | 'clear', string>
  children: ReactNode
}

/**
 * Around a table with boxes: a bar says how many are ticked and what can be done with them. It asks for the same page with
 * them in its address, which draws the dialog. Without JavaScript the bar is always there, and does the same.
 */
export function Selection({ action, keep, acts, words, children }: SelectionProps) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const [count, setCount] = useState(0)
  const around = useRef<HTMLDivElement>(null)
  const boxes = () => [...(around.current?.querySelectorAll<HTMLInputElement>('input[data-one]') ?? [])]

  function recount() {
    const all = boxes()
    const ticked = all.filter(({ checked }) => checked).length
    for (const box of around.current?.querySelectorAll<HTMLInputElement>('input[data-all]') ?? []) {
      box.checked = ticked > 0 && ticked === all.length
      box.indeterminate = ticked > 0 && ticked < all.length
    }
    setCount(ticked)
  }

  function tickAll(ticked: boolean) {
    for (const box of boxes()) box.checked = ticked
    recount()
  }

  function onChange({ target }: FormEvent) {
    if (!(target instanceof HTMLInputElement)) return
    if (target.dataset.all !== undefined) tickAll(target.checked)
    else recount()
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const sent = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter)
    const query = new URLSearchParams([...sent].map(([name, value]) => [name, String(value)]))
    start(() => router.push(`${action}?${query}`, { scroll: false }))
  }

  useEffect(recount) // rows come and go, and a browser may have kept its ticks

  const said = count === 1 ? words.one : words.many.replace('#', String(count))
  return (
    <div ref={around} onChange={onChange}>
      {children}
      <p role="status" className="sr-only">
        {count > 0 && said}
      </p>
      <form
        id={SELECTION}
        action={action}
        onSubmit={submit}
        data-open={count > 0 || undefined}
        className={cn('selection-bar', count === 0 && 'hidden noscript:flex')}
      >
        {Object.entries(keep).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <p className="px-1 text-sm font-medium tabular-nums">{count > 0 ? said : words.none}</p>
        <Button size="sm" variant="ghost" className="mr-auto noscript:hidden" onClick={() => tickAll(false)}>
          {words.clear}
        </Button>
        {pending && <Spinner />}
        <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
          {acts.map(({ value, label, danger }) => (
            <Button
              key={value}
              type="submit"
              name="do"
              value={value}
              size="sm"
              variant={danger ? 'danger-quiet' : 'secondary'}
              aria-disabled={pending || undefined}
            >
              {label}
            </Button>
          ))}
        </div>
      </form>
    </div>
  )
}
