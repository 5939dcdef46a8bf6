'use client'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Proof } from '@/lib/errors'
import { Form } from './form'
import type { StepUp, StepUpWords } from './step-up'
import { Button } from './ui/button'
import { ButtonLink } from './ui/button-link'
import { CodeInput } from './ui/code-input'
import { Field } from './ui/field'
import { PasswordInput } from './ui/password-input'
import { RecoveryCodeInput } from './ui/recovery-code-input'
import { SubmitButton } from './ui/submit-button'

/** A recovery code stands in for the app. */
export type Way = Proof | 'recovery-code'

type StepUpFormProps = {
  stepUp: StepUp
  proofs: Proof[]
  onProved?: () => void
  /** For the page: where to go then, and which way was chosen by a link. */
  next?: string
  way?: Way
  /** What else the page's address says. */
  also?: Record<string, string>
}

const choose: Record<Way, keyof StepUpWords> = {
  passkey: 'usePasskey',
  app: 'useApp',
  'recovery-code': 'useRecoveryCode',
  password: 'usePassword',
  mail: 'useMail',
}

export function StepUpForm({ stepUp, proofs, onProved, next, way: chosen, also }: StepUpFormProps) {
  const ways = proofs.flatMap((proof): Way[] => (proof === 'app' ? ['app', 'recovery-code'] : [proof]))
  const [picked, setPicked] = useState<Way>()
  const [first = 'password'] = ways
  const wanted = picked ?? chosen
  const way = wanted && ways.includes(wanted) ? wanted : first
  const { words } = stepUp
  const others = ways.filter((other) => other !== way)
  return (
    <div className="grid gap-4">
      {way === 'mail' && <MailedCode {...stepUp} />}
      <Form key={way} action={stepUp.confirm} success="silent" onSuccess={onProved}>
        <input type="hidden" name="proof" value={way} />
        {next && <input type="hidden" name="next" value={next} />}
        <Evidence way={way} stepUp={stepUp} />
        <SubmitButton wide>
          {way === 'passkey' && <KeyRound aria-hidden="true" />}
          {words[way === 'passkey' ? 'usePasskey' : 'submit']}
        </SubmitButton>
      </Form>
      {others.length > 0 && (
        <ul className="grid gap-1 text-center">
          {others.map((other) => (
            <li key={other}>
              {next ? (
                <ButtonLink
                  variant="ghost"
                  size="sm"
                  href={`/account/confirm?${new URLSearchParams({ ...also, with: other, next })}`}
                  replace
                >
                  {words[choose[other]]}
                </ButtonLink>
              ) : (
                <Button variant="ghost" size="sm" onClick={() => setPicked(other)}>
                  {words[choose[other]]}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Evidence({ way, stepUp: { words, email } }: { way: Way; stepUp: StepUp }) {
  switch (way) {
    case 'password':
      return (
        <>
          {/* tells a password manager whose password it is */}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <Field name="password" label={words.password}>
            <PasswordInput autoComplete="current-password" autoFocus required />
          </Field>
        </>
      )
    case 'recovery-code':
      return (
        <Field name="code" label={words.recoveryCode} description={words.recoveryHelp}>
          <RecoveryCodeInput autoFocus required />
        </Field>
      )
    case 'mail':
      return (
        <Field name="code" label={words.code} description={words.mailHelp}>
          <CodeInput length={8} kind="letters" required />
        </Field>
      )
    case 'passkey':
      return <p className="text-muted-foreground">{words.passkeyHelp}</p>
    case 'app':
      return (
        <Field name="code" label={words.code} description={words.appHelp}>
          <CodeInput autoFocus required />
        </Field>
      )
  }
}

/** The mail is sent when it is asked for, not whenever somebody looks here. */
function MailedCode({ mailCode, words, email }: StepUp) {
  return (
    <Form action={mailCode}>
      <p className="text-muted-foreground">
        {words.mailWhy} <b className="font-medium break-all text-foreground">{email}</b>
      </p>
      <SubmitButton variant="secondary" wide>
        {words.mailSend}
      </SubmitButton>
    </Form>
  )
}
