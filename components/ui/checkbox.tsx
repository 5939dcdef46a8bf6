'use client'
import type { ComponentProps, ReactNode } from 'react'
import { checkboxClasses, checkMark } from './checkbox-look'
import { cn } from './cn'
import { useFormState } from './form-context'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'size'> & { label: ReactNode; description?: ReactNode }

export function Checkbox({ name = '', label, description, className, defaultChecked, ...props }: CheckboxProps) {
  const { id: form, state } = useFormState()
  const id = props.id ?? `${form}-${name}${props.value ? `-${props.value}` : ''}`
  const kept = state.values?.[name]
  const isKept = props.value === undefined ? kept !== undefined : kept?.split('\n').includes(String(props.value))
  const start = props.checked === undefined ? { defaultChecked: state.values ? isKept : defaultChecked } : {}
  return (
    <div className={cn('flex gap-2.5', className)}>
      <span className="relative grid size-6 shrink-0 place-items-center">
        <input
          type="checkbox"
          name={name}
          {...start}
          aria-describedby={description ? `${id}-description` : undefined}
          {...props}
          id={id}
          className={checkboxClasses}
        />
        {checkMark}
      </span>
      <div className="pt-0.5">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {description && (
          <p id={`${id}-description`} className="text-[0.8125rem] text-muted-foreground">
            {description}
          </p>
        )}
      </div>
    </div>
  )
}
