'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { Alert } from './ui/alert'
import { useFormState } from './ui/form-context'
import { useKit } from './ui/kit'

/** What the action answered: trouble takes the focus and links to its fields, success is announced. */
export function FormSummary({ said, className }: { said: boolean; className?: string }) {
  const { id, state } = useFormState()
  const { words } = useKit()
  const alert = useRef<HTMLDivElement>(null)
  const problems = Object.entries(state.fieldErrors ?? {})
  const failed = !state.ok && Boolean(state.message || problems.length)

  useEffect(() => {
    if (!state.ok && (state.message || state.fieldErrors)) alert.current?.focus()
  }, [state])

  if (failed)
    return (
      <Alert
        className={className}
        ref={alert}
        tone="danger"
        role="alert"
        tabIndex={-1}
        title={state.message ?? words.problems}
      >
        {state.stepUp && <ConfirmLink />}
        {problems.length > 0 && (
          <ul className="mt-1 grid gap-0.5">
            {problems.map(([name, errors]) => (
              <li key={name}>
                <a href={`#${id}-${name}`} className="underline underline-offset-2">
                  {errors[0]}
                </a>
              </li>
            ))}
          </ul>
        )}
      </Alert>
    )
  return (
    <div role="status" className="contents">
      {said && state.ok && state.message && (
        <Alert tone="success" className={className}>
          {state.message}
        </Alert>
      )}
    </div>
  )
}

/** Without JavaScript: to the page that asks for the proof. In a tab of its own, as what was typed stands on this one alone. */
function ConfirmLink() {
  const { words } = useKit()
  const query = useSearchParams().toString()
  const here = usePathname() + (query && `?${query}`)
  return (
    <a
      href={`/account/confirm?next=${encodeURIComponent(here)}`}
      target="_blank"
      className="underline underline-offset-2"
      rel="noopener"
    >
      {words.confirmIdentity}
    </a>
  )
}
