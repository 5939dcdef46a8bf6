'use client'
import { type ReactNode, useEffect } from 'react'
import { Form, type FormAction } from '@/components/form'
import { Button } from '@/components/ui/button'
import { useCloseDialog } from '@/components/ui/dialog-context'
import { useFormState } from '@/components/ui/form-context'
import { useHydrated } from '@/components/ui/hydrated'
import { useKit } from '@/components/ui/kit'
import { SubmitButton } from '@/components/ui/submit-button'
import { InviteResults } from './invite-results'
import { SELECTION } from './selection-form'

export type ChosenWords = Record<'results' | 'done' | 'refused' | 'close', string>
type ChosenFormProps = {
  action: FormAction
  danger?: boolean
  /** Whom it is done to, as ids. Nobody may be left of them; what was answered is still said. */
  people: string[]
  words: ChosenWords & { submit: string }
  children: ReactNode
}

/** What is done to those who were ticked, and then, if it could not be done to all of them, an answer for each. */
export function ChosenForm({ action, children, ...rest }: ChosenFormProps) {
  return (
    <Form action={action} success="toast">
      <Answered {...rest}>{children}</Answered>
    </Form>
  )
}

function Answered({ danger, people, words, children }: Omit<ChosenFormProps, 'action'>) {
  const { state } = useFormState()
  const close = useCloseDialog()
  const hydrated = useHydrated()
  const kit = useKit()
  const some = state.results?.some(({ ok }) => !ok)

  useEffect(() => {
    if (!state.ok) return
    // whoever else is ticked stays so, when this was about one row
    for (const box of document.querySelectorAll<HTMLInputElement>(`input[form="${SELECTION}"]`))
      if (box.checked && people.includes(box.value)) box.click() // heard by whoever counts them
    if (!some) close()
  }, [state, some, people, close])

  if (state.ok && some)
    return (
      <>
        <InviteResults words={words} />
        {hydrated && (
          <div className="flex justify-end">
            <Button variant="secondary" onClick={close}>
              {words.close}
            </Button>
          </div>
        )}
      </>
    )
  return (
    <>
      {people.map((id) => (
        <input key={id} type="hidden" name="membershipId" value={id} />
      ))}
      {children}
      <div className="flex flex-wrap justify-end gap-2">
        {hydrated && (
          <Button variant="secondary" onClick={close}>
            {kit.words.cancel}
          </Button>
        )}
        {people.length > 0 && <SubmitButton variant={danger ? 'danger' : 'primary'}>{words.submit}</SubmitButton>}
      </div>
    </>
  )
}
