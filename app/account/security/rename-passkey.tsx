'use client'
import { Form, type FormAction } from '@/components/form'
import { useCloseDialog } from '@/components/ui/dialog-context'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'

type RenamePasskeyProps = {
  action: FormAction
  id: string
  name: string
  words: Record<'name' | 'hint' | 'save', string>
}

/** Inside its dialog, which it closes. */
export function RenamePasskey({ action, id, name, words }: RenamePasskeyProps) {
  const close = useCloseDialog()
  return (
    <Form action={action} success="toast" onSuccess={close}>
      <input type="hidden" name="id" value={id} />
      <Field name="name" label={words.name} description={words.hint}>
        <Input defaultValue={name} autoComplete="off" maxLength={120} required />
      </Field>
      <div className="flex justify-end">
        <SubmitButton>{words.save}</SubmitButton>
      </div>
    </Form>
  )
}
