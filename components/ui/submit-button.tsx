'use client'
import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button'
import { useFormState } from './form-context'
import { Spinner } from './spinner'

/** While the form is on its way the label keeps its place and its name, and the button keeps the focus. */
export function SubmitButton({ children, onClick, ...props }: ComponentProps<typeof Button>) {
  const { pending: submitting, data } = useFormStatus()
  const form = useFormState()
  const mine = !props.name || !data || data.get(String(props.name)) === props.value
  const pending = (submitting && mine) || form.pending
  return (
    <Button
      type="submit"
      aria-disabled={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      {...props}
    >
      {pending && <Spinner className="absolute" />}
      <span className={pending ? 'inline-flex items-center gap-2 opacity-0' : 'contents'}>{children}</span>
    </Button>
  )
}
