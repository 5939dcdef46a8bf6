'use client'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useFormState } from '@/components/ui/form-context'

/** One line for each address of the batch. */
export function InviteResults({ words }: { words: Record<'results' | 'done' | 'refused', string> }) {
  const { state } = useFormState()
  if (!state.results) return null
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long one scrolls, and the keyboard has to reach it
      tabIndex={0}
      aria-label={words.results}
      className="grid max-h-48 gap-1.5 overflow-y-auto rounded-lg border p-3 text-[0.8125rem]"
    >
      {state.results.map(({ subject, outcome, ok }) => (
        <li key={subject} className="flex items-start gap-2">
          {ok ? (
            <CircleCheck role="img" aria-label={words.done} className="mt-0.5 size-4 shrink-0 text-success" />
          ) : (
            <CircleAlert role="img" aria-label={words.refused} className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <span className="min-w-0">
            <span className="font-medium break-all">{subject}</span>{' '}
            <span className="text-muted-foreground">{outcome}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
