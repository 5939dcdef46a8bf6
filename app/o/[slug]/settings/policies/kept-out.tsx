'use client'
import { UserX } from 'lucide-react'
import { useFormState } from '@/components/ui/form-context'

/** Whom the policies would keep out, before they are saved; and the mark by which the next sending says that it was seen. */
export function KeptOut({ label }: { label: string }) {
  const { state } = useFormState()
  if (!state.results) return null
  return (
    <div className="px-5 pt-4">
      <input type="hidden" name="reviewed" value={state.values?.reviewed ?? ''} />
      <ul aria-label={label} className="grid max-h-64 gap-1.5 overflow-y-auto rounded-lg border p-3 text-[0.8125rem]">
        {state.results.map(({ subject, outcome }) => (
          <li key={subject} className="flex items-start gap-2">
            <UserX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
            <span className="min-w-0">
              <span className="font-medium wrap-anywhere">{subject}</span>{' '}
              <span className="text-muted-foreground">{outcome}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
