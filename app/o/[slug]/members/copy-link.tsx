'use client'
import { Form, type FormAction } from '@/components/form'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'

type CopyLinkProps = {
  action: FormAction
  invitationId: string
  words: Record<'make' | 'again' | 'link' | 'copy', string>
}

export function CopyLink({ action, invitationId, words }: CopyLinkProps) {
  return (
    <Form action={action}>
      <input type="hidden" name="invitationId" value={invitationId} />
      <Revealed words={words} />
    </Form>
  )
}

function Revealed({ words }: Pick<CopyLinkProps, 'words'>) {
  const { reveal } = useFormState().state
  return (
    <>
      {reveal && (
        <Field name="link" label={words.link}>
          <div className="flex gap-2">
            <Input key={reveal} readOnly value={reveal} onFocus={(event) => event.target.select()} />
            <CopyButton text={reveal} label={words.copy} size="md" />
          </div>
        </Field>
      )}
      <div className="flex justify-end">
        <SubmitButton variant={reveal ? 'secondary' : 'primary'}>{reveal ? words.again : words.make}</SubmitButton>
      </div>
    </>
  )
}
