import { KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AuthCard, OrDivider } from '@/components/auth-card'
import { Form } from '@/components/form'
import { Checkbox } from '@/components/ui/checkbox'
import { CodeInput } from '@/components/ui/code-input'
import { Field } from '@/components/ui/field'
import { RecoveryCodeInput } from '@/components/ui/recovery-code-input'
import { SubmitButton } from '@/components/ui/submit-button'
import { findVisitor } from '@/lib/access/queries'
import { landingPath } from '@/lib/auth/landing'
import { readSecondStep, whereToStart } from '@/lib/auth/second-factor/second-step'
import { brand } from '@/lib/brand'
import { giveUpSecondStep, passSecondStep } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('secondFactor.challenge')
  return { title: t('title'), robots: { index: false } }
}

/** The second step, whatever the first was. Somebody may be signed in here as somebody else: that session ends with this sign-in. */
export default async function TwoFactorPage({ searchParams }: PageProps<'/sign-in/two-factor'>) {
  const step = await readSecondStep()
  if (!step) {
    const visitor = await findVisitor()
    redirect(visitor ? landingPath(visitor) : await whereToStart())
  }
  const t = await getTranslations('secondFactor.challenge')
  const query = await searchParams
  const withApp = query.with !== 'recovery-code'
  return (
    <AuthCard
      title={t('title')}
      description={t(withApp ? 'app' : 'recovery', { product: brand.name })}
      footer={
        <Form action={giveUpSecondStep} success="silent">
          <SubmitButton variant="ghost" size="sm" className="mx-auto">
            {t('giveUp')}
          </SubmitButton>
        </Form>
      }
    >
      <div className="grid gap-5">
        <Form key={String(withApp)} action={passSecondStep} success="silent">
          <input type="hidden" name="proof" value={withApp ? 'app' : 'recovery-code'} />
          {withApp ? (
            <Field name="code" label={t('code')}>
              <CodeInput autoFocus required />
            </Field>
          ) : (
            <Field name="code" label={t('recoveryCode')} description={t('recoveryHelp', { product: brand.name })}>
              <RecoveryCodeInput autoFocus required />
            </Field>
          )}
          <Checkbox
            name="remember"
            label={t('remember')}
            description={t('rememberWhy')}
            defaultChecked={query.remember !== undefined}
          />
          <SubmitButton wide size="lg">
            {t('submit')}
          </SubmitButton>
          <SubmitButton name="intent" value="other" variant="ghost" size="sm" className="mx-auto">
            {t(withApp ? 'useRecoveryCode' : 'useApp')}
          </SubmitButton>
        </Form>
        {step.hasPasskey && (
          <div className="grid gap-5 noscript:hidden">
            <OrDivider>{t('or')}</OrDivider>
            <Form action={passSecondStep} success="silent">
              <input type="hidden" name="proof" value="passkey" />
              <SubmitButton variant="secondary" size="lg" wide>
                <KeyRound aria-hidden="true" />
                {t('passkey')}
              </SubmitButton>
            </Form>
          </div>
        )}
      </div>
    </AuthCard>
  )
}
