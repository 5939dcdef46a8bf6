import { Form, type FormAction } from '@/components/form'
import { SubmitButton } from '@/components/ui/submit-button'

/** The button behind a mailed link. Scanners open every link in a mail: looking changes nothing, this does. */
export function TokenForm({ action, token, children }: { action: FormAction; token: string; children: string }) {
  return (
    <Form action={action} success="silent">
      <input type="hidden" name="token" value={token} />
      <SubmitButton wide size="lg">
        {children}
      </SubmitButton>
    </Form>
  )
}
