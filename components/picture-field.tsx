'use client'
import { type ChangeEvent, useEffect, useState } from 'react'
import { AVATAR } from '@/lib/parameters'
import { Avatar } from './ui/avatar'
import { Field } from './ui/field'
import { FileInput } from './ui/file-input'
import { useFormState } from './ui/form-context'
import { SubmitButton } from './ui/submit-button'

type PictureFieldProps = {
  /** Of the field. */
  field: string
  name: string
  shape?: 'circle' | 'square'
  color?: string
  image: string | null
  words: Record<'label' | 'hint' | 'tooLarge' | 'upload', string>
}

/** Shows the chosen picture before it is sent. One that is too large never leaves: the server would cut it off without a word. */
export function PictureField({ field, name, shape, color, image, words }: PictureFieldProps) {
  const { state } = useFormState()
  const [chosen, setChosen] = useState<string | null>(null)
  const [tooLarge, setTooLarge] = useState(false)

  useEffect(() => () => URL.revokeObjectURL(chosen ?? ''), [chosen])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the answer is, what is true now is shown again
  useEffect(() => setChosen(null), [state])

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? []
    const fits = !file || file.size <= AVATAR.bytes
    setTooLarge(!fits)
    setChosen(file && fits ? URL.createObjectURL(file) : null)
    if (!fits) target.value = ''
  }

  return (
    <div className="flex items-start gap-4">
      <Avatar name={name} image={chosen ?? image} shape={shape} color={color} size="xl" />
      <div className="grid min-w-0 flex-1 gap-3">
        <Field name={field} label={words.label} description={words.hint} error={tooLarge ? words.tooLarge : undefined}>
          <FileInput accept="image/png,image/jpeg,image/webp" onChange={choose} />
        </Field>
        <SubmitButton variant="secondary" className="justify-self-start">
          {words.upload}
        </SubmitButton>
      </div>
    </div>
  )
}
