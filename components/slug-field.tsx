'use client'
import { useEffect, useState } from 'react'
import type { FormAction } from './form'
import { Field } from './ui/field'
import { useFormState } from './ui/form-context'
import { Input } from './ui/input'

export type SlugWords = { label: string; hint: string; checking: string; free: string }

type SlugFieldProps = {
  slug: string
  onChange: (slug: string) => void
  /** Nothing is asked about the slug that the organization has now. */
  current?: string
  check: FormAction
  words: SlugWords
}

type Verdict = { slug: string; free: boolean; sentence: string }

/** An address under /o/, looked up while it is typed. Without JavaScript the answer comes with the form's own. */
export function SlugField({ slug, onChange, current, check, words }: SlugFieldProps) {
  const { state } = useFormState()
  const [verdict, setVerdict] = useState<Verdict>()
  const asked = slug.trim().toLowerCase()
  const worthAsking = asked.length >= 3 && asked !== current

  useEffect(() => {
    if (!worthAsking) return
    let stale = false
    const timer = setTimeout(async () => {
      const form = new FormData()
      form.set('slug', asked)
      const answer = await check({}, form).catch(() => undefined) // the form itself will say that nothing can be reached
      const [result] = answer?.results ?? []
      const sentence = result?.outcome ?? answer?.fieldErrors?.slug?.[0] ?? answer?.message
      if (!stale && sentence) setVerdict({ slug: asked, free: result?.ok ?? false, sentence })
    }, 350)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [asked, worthAsking, check])

  const refused = Boolean(state.fieldErrors?.slug) // then the field says so itself
  const known = worthAsking && verdict?.slug === asked ? verdict : undefined
  return (
    <div className="grid gap-1.5">
      <Field name="slug" label={words.label} description={words.hint}>
        <div className="flex">
          <span
            aria-hidden="true"
            className="grid place-items-center rounded-l-md border border-r-0 border-input bg-muted px-2.5 font-mono text-[0.8125rem] text-muted-foreground"
          >
            /o/
          </span>
          <Input
            value={slug}
            onChange={(event) => onChange(event.target.value)}
            className="rounded-l-none font-mono"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={60}
          />
        </div>
      </Field>
      <p role="status" className="min-h-5 text-[0.8125rem] break-words noscript:hidden">
        {known
          ? (known.free || !refused) && (
              <span className={known.free ? 'text-success' : 'text-danger'}>
                {known.free ? `/o/${known.slug} ${words.free}` : known.sentence}
              </span>
            )
          : worthAsking && <span className="text-muted-foreground">{words.checking}</span>}
      </p>
    </div>
  )
}
