'use client'
import { useState } from 'react'
import type { FormAction } from '@/components/form'
import { SlugField, type SlugWords } from '@/components/slug-field'
import { useFormState } from '@/components/ui/form-context'

/** The slug of now, to be written over. */
export function NewSlug({ current, check, words }: { current: string; check: FormAction; words: SlugWords }) {
  const { values } = useFormState().state
  const [slug, setSlug] = useState(values?.slug ?? current)
  return <SlugField slug={slug} onChange={setSlug} current={current} check={check} words={words} />
}
