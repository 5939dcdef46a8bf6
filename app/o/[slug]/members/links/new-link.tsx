'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'

type NewLinkProps = { words: Record<'create' | 'another' | 'link' | 'copy', string>; children: ReactNode }

/** The form until there is a link; then the link, this once, in its place. */
export function NewLink({ words, children }: NewLinkProps) {
  const { reveal } = useFormState().state
  const [dismissed, setDismissed] = useState<string>()
  if (!reveal || reveal === dismissed)
    return (
      <>
        {children}
        <div className="flex justify-end">
          <SubmitButton>{words.create}</SubmitButton>
        </div>
      </>
    )
  return (
    <>
      <Field name="link" label={words.link}>
        <div className="flex gap-2">
          <Input key={reveal} readOnly value={reveal} onFocus={(event) => event.target.select()} />
          <CopyButton text={reveal} label={words.copy} size="md" />
        </div>
      </Field>
      <div className="flex justify-end noscript:hidden">
        <Button variant="secondary" onClick={() => setDismissed(reveal)}>
          {words.another}
        </Button>
      </div>
    </>
  )
}
