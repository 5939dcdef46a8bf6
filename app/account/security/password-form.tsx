'use client'
import { Form, type FormAction } from '@/components/form'
import { useCloseDialog } from '@/components/ui/dialog-context'
import { Field } from '@/components/ui/field'
import { PasswordInput } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'

type PasswordFormProps = {
  action: FormAction
  email: string
  words: { label: string; help: string; submit: string }
}

export function PasswordForm({ action, email, words }: PasswordFormProps) {
  const close = useCloseDialog()
  return (
    <Form action={action} success="toast" onSuccess={close}>
      {/* so that a password manager knows whose password this is */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field name="password" label={words.label} description={words.help}>
        <PasswordInput autoComplete="new-password" required />
      </Field>
      <div className="flex justify-end">
        <SubmitButton>{words.submit}</SubmitButton>
      </div>
    </Form>
  )
}
