'use client'
import { createContext, useContext } from 'react'
import type { ActionState } from '@/lib/access/action-state'

type FormState = { id: string; state: ActionState; pending: boolean }

export const FormContext = createContext<FormState>({ id: 'form', state: {}, pending: false })

/** What the form above knows: the last answer of its action, and whether the next one is on its way. */
export function useFormState() {
  return useContext(FormContext)
}

export type FieldState = {
  id: string
  name: string
  invalid: boolean
  describedBy: string | undefined
  value: string | undefined
}
export const FieldContext = createContext<FieldState | null>(null)

type ControlProps = { id?: string; name?: string; 'aria-describedby'?: string }

/** Wires a control to the field around it; a control outside a field keeps its own props. */
export function useControl<Props extends ControlProps>(props: Props) {
  const field = useContext(FieldContext)
  if (!field) return { control: props, value: undefined }
  return {
    control: {
      ...props,
      id: props.id ?? field.id,
      name: props.name ?? field.name,
      'aria-invalid': field.invalid || undefined,
      'aria-describedby': [field.describedBy, props['aria-describedby']].filter(Boolean).join(' ') || undefined,
    },
    value: field.value,
  }
}
