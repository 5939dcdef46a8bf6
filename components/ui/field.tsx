'use client'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { FieldContext, useFormState } from './form-context'

type FieldProps = {
  name: string
  label: ReactNode
  description?: ReactNode
  /** Stands at the end of the label's line: a “Forgot password?” link. */
  aside?: ReactNode
  /** For a page that knows the error itself; otherwise it comes from the form's answer. */
  error?: string
  hideLabel?: boolean
  className?: string
  children: ReactNode
}

export function Field({ name, label, description, aside, error, hideLabel, className, children }: FieldProps) {
  const form = useFormState()
  const id = `${form.id}-${name}`
  const errors = error ? [error] : (form.state.fieldErrors?.[name] ?? [])
  const describedBy = errors.length > 0 ? `${id}-error` : description ? `${id}-description` : undefined
  return (
    <div className={cn('grid gap-1.5', className)}>
      <div className={hideLabel ? 'sr-only' : 'flex items-baseline justify-between gap-4'}>
        <label htmlFor={id} className="text-[0.8125rem] font-medium">
          {label}
        </label>
        {aside && <div className="text-[0.8125rem]">{aside}</div>}
      </div>
      <FieldContext
        value={{
          id,
          name,
          invalid: errors.length > 0,
          describedBy,
          value: form.state.values?.[name],
        }}
      >
        {children}
      </FieldContext>
      {/* the error stands in the hint's place: it says the same and more */}
      {errors.length > 0 ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-[0.8125rem] text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.75 size-3.5 shrink-0" />
          <span>{errors.join(' ')}</span>
        </p>
      ) : (
        description && (
          <p id={`${id}-description`} className="text-[0.8125rem] text-muted-foreground">
            {description}
          </p>
        )
      )}
    </div>
  )
}
