'use client'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { useFormState } from './form-context'

type Choice = { value: string; label: ReactNode; description?: ReactNode; icon?: ReactNode }
type RadioGroupProps = { name: string; legend: ReactNode; choices: Choice[]; defaultValue?: string; className?: string }

/** One of a few, each a row that can be clicked as a whole. */
export function RadioGroup({ name, legend, choices, defaultValue, className }: RadioGroupProps) {
  const { id: form, state } = useFormState()
  const id = `${form}-${name}`
  const errors = state.fieldErrors?.[name] ?? []
  const chosen = state.values?.[name] ?? defaultValue
  return (
    <fieldset id={id} tabIndex={-1} className={cn('min-w-0', className)} aria-describedby={errors[0] && `${id}-error`}>
      <legend className="mb-1.5 text-[0.8125rem] font-medium">{legend}</legend>
      <div className="divide-y overflow-hidden rounded-lg border">
        {choices.map(({ value, label, description, icon }) => (
          <label
            key={value}
            className="flex cursor-pointer items-center gap-3 px-3.5 py-2.5 hover:bg-accent has-checked:bg-brand-soft has-focus-visible:-outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-ring"
          >
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === chosen}
              required
              className="size-4 shrink-0 accent-brand outline-none"
            />
            {icon}
            <span className="min-w-0 flex-1">
              <span className="block text-sm font-medium break-words">{label}</span>
              {description && (
                <span className="block text-[0.8125rem] break-words text-muted-foreground">{description}</span>
              )}
            </span>
          </label>
        ))}
      </div>
      {errors.length > 0 && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-[0.8125rem] text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.75 size-3.5 shrink-0" />
          <span>{errors.join(' ')}</span>
        </p>
      )}
    </fieldset>
  )
}
