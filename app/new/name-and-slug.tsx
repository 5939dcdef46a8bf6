'use client'
import { useState } from 'react'
import type { FormAction } from '@/components/form'
import { SlugField, type SlugWords } from '@/components/slug-field'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { Input } from '@/components/ui/input'
import { suggestSlug } from '@/lib/domain/organizations/slugs'

type NameAndSlugProps = { check: FormAction; words: { name: string; placeholder: string; slug: SlugWords } }

/** The slug follows the name until somebody writes one of their own. */
export function NameAndSlug({ check, words }: NameAndSlugProps) {
  const { values } = useFormState().state
  const [name, setName] = useState(values?.name ?? '')
  const [chosen, setChosen] = useState(values?.slug)
  return (
    <>
      <Field name="name" label={words.name}>
        <Input
          placeholder={words.placeholder}
          onChange={(event) => setName(event.target.value)}
          autoComplete="organization"
          maxLength={120}
          required
        />
      </Field>
      <SlugField slug={chosen ?? suggestSlug(name)} onChange={setChosen} check={check} words={words.slug} />
    </>
  )
}
