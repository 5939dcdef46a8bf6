'use client'
import { useRef } from 'react'
import type { Proof } from '@/lib/errors'
import type { StepUp } from './step-up'
import { StepUpForm } from './step-up-form'
import { useCloseDialog } from './ui/dialog-context'
import { DialogPopup } from './ui/dialog-popup'

type StepUpDialogProps = { stepUp: StepUp; proofs: Proof[]; onAnswer: (proved: boolean) => void }

/** Over the form that was sent: it waits beneath, as it was. */
export default function StepUpDialog({ stepUp, proofs, onAnswer }: StepUpDialogProps) {
  const proved = useRef(false)
  const { title, description } = stepUp.words
  return (
    <DialogPopup title={title} description={description} onClose={() => onAnswer(proved.current)}>
      <Proving
        stepUp={stepUp}
        proofs={proofs}
        onProved={() => {
          proved.current = true
        }}
      />
    </DialogPopup>
  )
}

function Proving({ onProved, ...props }: { stepUp: StepUp; proofs: Proof[]; onProved: () => void }) {
  const close = useCloseDialog()
  return (
    <StepUpForm
      {...props}
      onProved={() => {
        onProved()
        close()
      }}
    />
  )
}
