'use client'
import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { CodeInput } from '@/components/ui/code-input'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { SubmitButton } from '@/components/ui/submit-button'
import { RecoveryCodes, type RecoveryCodesWords } from './recovery-codes'

export type SetUpWords = Record<
  | 'scan'
  | 'scanWhy'
  | 'secret'
  | 'copy'
  | 'here'
  | 'type'
  | 'typeWhy'
  | 'code'
  | 'elsewhere'
  | 'elsewhereWhy'
  | 'submit',
  string
>

type SetUpProps = {
  /** While it is not in force. */
  setUp: { secret: string; uri: string; started: string } | null
  isOn: boolean
  qrCode: ReactNode
  words: SetUpWords
  codesWords: RecoveryCodesWords
}

/** Inside its form, which outlives what it asks for: the answer is the codes, and the page around has changed by then. */
export function SetUp({ setUp, isOn, qrCode, words, codesWords }: SetUpProps) {
  const { reveal } = useFormState().state
  if (isOn && reveal) return <RecoveryCodes codes={reveal} words={codesWords} />
  if (!setUp) return <div data-nothing />
  return (
    <>
      <input type="hidden" name="started" value={setUp.started} />
      <Step number={1} title={words.scan} description={words.scanWhy}>
        <div className="flex flex-wrap items-center gap-x-8 gap-y-5">
          {qrCode}
          <div className="grid min-w-0 flex-1 basis-56 gap-3">
            <div className="grid gap-1.5">
              <p className="text-[0.8125rem] font-medium">{words.secret}</p>
              <code className="rounded-md border bg-muted px-3 py-2 text-[0.8125rem] leading-6 break-words [word-spacing:0.25em]">
                {setUp.secret.replace(/.{4}(?=.)/g, '$& ')}
              </code>
            </div>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <CopyButton text={setUp.secret} label={words.copy} />
              <a
                href={setUp.uri}
                className="text-[0.8125rem] font-medium text-brand underline decoration-brand/35 underline-offset-3 hover:decoration-brand"
              >
                {words.here}
              </a>
            </div>
          </div>
        </div>
      </Step>
      <Step number={2} title={words.type} description={words.typeWhy}>
        <Field name="code" label={words.code} className="max-w-60">
          <CodeInput required />
        </Field>
        <Checkbox name="elsewhere" label={words.elsewhere} description={words.elsewhereWhy} />
        <SubmitButton className="justify-self-start">{words.submit}</SubmitButton>
      </Step>
    </>
  )
}

type StepProps = { number: number; title: string; description: string; children: ReactNode }

function Step({ number, title, description, children }: StepProps) {
  return (
    <section className="grid gap-4 not-first-of-type:mt-3 not-first-of-type:border-t not-first-of-type:pt-6">
      <div className="flex gap-3">
        <span
          aria-hidden="true"
          className="grid size-6 shrink-0 place-items-center rounded-full bg-primary text-xs font-semibold text-primary-foreground"
        >
          {number}
        </span>
        <div>
          <h2 className="leading-6 font-semibold tracking-tight">{title}</h2>
          <p className="max-w-prose text-[0.8125rem] text-muted-foreground">{description}</p>
        </div>
      </div>
      <div className="grid gap-4 sm:pl-9">{children}</div>
    </section>
  )
}
