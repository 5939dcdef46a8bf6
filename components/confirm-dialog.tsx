'use client'
import { type ReactNode, useState } from 'react'
import { Form, type FormAction } from './form'
import { Dialog } from './ui/dialog'
import { Field } from './ui/field'
import { Input } from './ui/input'
import { SubmitButton } from './ui/submit-button'

type ConfirmDialogProps = {
  action: FormAction
  trigger: ReactNode
  title: string
  description?: ReactNode
  /** What must be typed, usually the thing's name. Posted as `confirmation`: the server compares it again. */
  phrase?: string
  /** The label over the field: “Type acme to confirm”. */
  phraseLabel?: ReactNode
  confirm: ReactNode
  /** Hidden fields and anything else the action wants. */
  children?: ReactNode
  size?: 'sm' | 'md'
}

export function ConfirmDialog({ trigger, title, description, size, ...form }: ConfirmDialogProps) {
  return (
    <Dialog trigger={trigger} title={title} description={description} variant="danger-quiet" size={size}>
      <ConfirmForm {...form} />
    </Dialog>
  )
}

function ConfirmForm({
  action,
  phrase,
  phraseLabel,
  confirm,
  children,
}: Omit<ConfirmDialogProps, 'trigger' | 'title'>) {
  const [typed, setTyped] = useState('')
  const ready = !phrase || typed.trim() === phrase
  return (
    <Form action={action}>
      {children}
      {phrase && (
        <Field name="confirmation" label={phraseLabel}>
          <Input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      <div className="flex justify-end">
        <SubmitButton
          variant="danger"
          aria-disabled={!ready || undefined}
          onClick={(event) => ready || event.preventDefault()}
        >
          {confirm}
        </SubmitButton>
      </div>
    </Form>
  )
}
