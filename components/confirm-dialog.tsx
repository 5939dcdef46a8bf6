'use client'
import { type ReactNode, useState } from 'react'
import { Form, type FormAction } from './form'
import { Button } from './ui/button'
import type { ButtonLook } from './ui/button-variants'
import { Dialog } from './ui/dialog'
import { useCloseDialog } from './ui/dialog-context'
import { Field } from './ui/field'
import { useHydrated } from './ui/hydrated'
import { Input } from './ui/input'
import { useKit } from './ui/kit'
import { SubmitButton } from './ui/submit-button'

/** Its button is red where the one that opens it is, which is so unless `variant` says otherwise. */
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
} & ButtonLook

export function ConfirmDialog({
  trigger,
  title,
  description,
  variant = 'danger-quiet',
  size,
  wide,
  ...form
}: ConfirmDialogProps) {
  return (
    <Dialog trigger={trigger} title={title} description={description} variant={variant} size={size} wide={wide}>
      <ConfirmForm destroys={variant?.startsWith('danger') ?? true} {...form} />
    </Dialog>
  )
}

type ConfirmFormProps = Pick<ConfirmDialogProps, 'action' | 'phrase' | 'phraseLabel' | 'children'> & {
  /** Without it there is nothing to confirm, only something to read. */
  confirm?: ReactNode
  destroys?: boolean
}

/** The form by itself, for a dialog that has an address. */
export function ConfirmForm({ action, phrase, phraseLabel, confirm, destroys, children }: ConfirmFormProps) {
  const [typed, setTyped] = useState('')
  const close = useCloseDialog()
  const hydrated = useHydrated()
  const { words } = useKit()
  const ready = !hydrated || !phrase || typed.trim() === phrase
  return (
    <Form action={action} success="toast" onSuccess={close}>
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
      <div className="flex flex-wrap justify-end gap-2">
        {hydrated && (
          <Button variant="secondary" onClick={close}>
            {confirm ? words.cancel : words.close}
          </Button>
        )}
        {confirm && (
          <SubmitButton
            variant={destroys ? 'danger' : 'primary'}
            aria-disabled={!ready || undefined}
            onClick={(event) => ready || event.preventDefault()}
          >
            {confirm}
          </SubmitButton>
        )}
      </div>
    </Form>
  )
}
