'use client'
import { useFormState } from '@/components/ui/form-context'
import { SubmitButton } from '@/components/ui/submit-button'
import { RecoveryCodes, type RecoveryCodesWords } from './recovery-codes'

type NewCodesProps = {
  left: React.ReactNode
  words: Record<'title' | 'why' | 'submit', string>
  codesWords: RecoveryCodesWords
}

export function NewCodes({ left, words, codesWords }: NewCodesProps) {
  const { reveal } = useFormState().state
  if (reveal) return <RecoveryCodes key={reveal} codes={reveal} words={codesWords} />
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-medium">{words.title}</h2>
        <p className="mt-0.5">{left}</p>
        <p className="mt-0.5 text-[0.8125rem] text-muted-foreground">{words.why}</p>
      </div>
      <SubmitButton variant="secondary" size="sm">
        {words.submit}
      </SubmitButton>
    </div>
  )
}
