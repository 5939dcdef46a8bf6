'use client'
import { type DragEvent, useEffect, useState } from 'react'
import { Field } from '@/components/ui/field'
import { FileInput } from '@/components/ui/file-input'
import { useFormState } from '@/components/ui/form-context'
import { useHydrated } from '@/components/ui/hydrated'
import { Textarea } from '@/components/ui/textarea'
import { readText } from './read-text'

type ListFieldProps = { words: Record<'file' | 'fileWhy' | 'fileTooLarge' | 'emails' | 'emailsWhy', string> }

/** The list, typed, pasted, dropped or from a file. What an answer left undone is in it again. */
export function ListField({ words }: ListFieldProps) {
  const { state } = useFormState()
  const hydrated = useHydrated()
  const [text, setText] = useState(state.values?.emails ?? '')
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    if (state.values?.emails !== undefined) setText(state.values.emails)
  }, [state])

  async function take(file: File | null | undefined) {
    if (!file) return
    const read = await readText(file)
    setProblem(read === null ? words.fileTooLarge : undefined)
    if (read !== null) setText(read)
  }

  function drop(event: DragEvent) {
    const [file] = event.dataTransfer.files
    if (!file) return // text is dropped as the browser does it
    event.preventDefault()
    void take(file)
  }

  return (
    <>
      {hydrated && (
        <Field name="file" label={words.file} description={words.fileWhy} error={problem}>
          <FileInput accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(event) => take(event.target.files?.[0])} />
        </Field>
      )}
      <Field name="emails" label={words.emails} description={words.emailsWhy}>
        <Textarea
          rows={10}
          required
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono text-[0.8125rem]"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onDrop={drop}
        />
      </Field>
    </>
  )
}
