'use client'
import { TextLink } from '@/components/text-link'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { Input } from '@/components/ui/input'
import { PasswordInput } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'
import { LastUsedBadge } from '../last-used-badge'

type Labels = Record<'email' | 'password' | 'lastUsed' | 'continue' | 'submit' | 'link' | 'forgot', string>

type SignInStepsProps = {
  labels: Labels
  next: string
  last: string | null
  /** Which of ours are switched on. Browsers suggest passkeys at the address. */
  ways: { password: boolean; link: boolean; passkey: boolean }
}

/** One form, two steps at one address: the answer of the first says that it is time for the second. Without passwords one is enough. */
export function SignInSteps({ labels, next, last, ways }: SignInStepsProps) {
  const { state } = useFormState()
  const second = ways.password && state.values?.step === 'password'
  const byMail = last === 'link' || last === 'code'
  return (
    <div data-step={second ? 'password' : 'email'} className="grid gap-4">
      <Field
        name="email"
        label={labels.email}
        aside={
          !second &&
          (last === 'password' || last === 'sign-up' || byMail) && <Badge tone="brand">{labels.lastUsed}</Badge>
        }
      >
        <Input
          type="email"
          autoComplete={ways.passkey ? 'username webauthn' : 'username'}
          autoFocus={!second}
          required
        />
      </Field>
      {second ? (
        <>
          <input key="step" type="hidden" name="step" value="password" />
          <Field
            name="password"
            label={labels.password}
            aside={
              <TextLink href={`/forgot-password${next ? `?next=${encodeURIComponent(next)}` : ''}`}>
                {labels.forgot}
              </TextLink>
            }
          >
            <PasswordInput autoComplete="current-password" autoFocus required />
          </Field>
          <SubmitButton wide size="lg">
            {labels.submit}
          </SubmitButton>
          {ways.link && (
            <div className="relative">
              <SubmitButton
                name="intent"
                value="link"
                variant="secondary"
                size="lg"
                wide
                aria-description={byMail ? labels.lastUsed : undefined}
              >
                {labels.link}
              </SubmitButton>
              {byMail && <LastUsedBadge>{labels.lastUsed}</LastUsedBadge>}
            </div>
          )}
        </>
      ) : ways.password ? (
        <>
          {/* a password manager fills it together with the address, and the second step is never seen */}
          <input
            key="autofill" // not the same element as the hidden field of the second step
            type="password"
            name="password"
            autoComplete="current-password"
            tabIndex={-1}
            aria-hidden="true"
            className="pointer-events-none absolute h-0 w-0 border-0 p-0 opacity-0"
          />
          <SubmitButton wide size="lg">
            {labels.continue}
          </SubmitButton>
        </>
      ) : (
        <SubmitButton name="intent" value="link" wide size="lg">
          {labels.link}
        </SubmitButton>
      )}
    </div>
  )
}
