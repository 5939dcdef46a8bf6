import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { ButtonLink } from '@/components/ui/button-link'
import { Field } from '@/components/ui/field'
import { PasswordInput } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'
import { isMethodOn } from '@/lib/auth/methods'
import { preparePasswordRules } from '@/lib/auth/passwords/rules'
import { findToken } from '@/lib/auth/tokens'
import { Address } from '../mailbox-link'
import { oneOf } from '../query'
import { resetPassword } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.reset')
  return { title: t('title'), robots: { index: false } }
}

export default async function ResetPasswordPage({ searchParams }: PageProps<'/reset-password'>) {
  if (!isMethodOn('password')) notFound()
  const secret = oneOf((await searchParams).token) ?? ''
  const [t, a] = await Promise.all([getTranslations('auth.reset'), getTranslations('auth')])
  const found = await findToken('reset_password', secret, null)
  if (!found) {
    return (
      <AuthCard title={t('overTitle')} description={t('over')}>
        <ButtonLink href="/forgot-password" wide size="lg">
          {t('again')}
        </ButtonLink>
      </AuthCard>
    )
  }
  after(preparePasswordRules)
  return (
    <AuthCard title={t('title')} description={t.rich('description', { email: found.email, b: Address })}>
      <Form action={resetPassword} success="silent">
        <input type="hidden" name="token" value={secret} />
        {/* so that a password manager knows whose password this is */}
        <input type="hidden" name="username" autoComplete="username" value={found.email} />
        <Field name="password" label={a('password')} description={a('signUp.passwordHelp')}>
          <PasswordInput autoComplete="new-password" autoFocus required />
        </Field>
        <SubmitButton wide size="lg">
          {t('submit')}
        </SubmitButton>
      </Form>
    </AuthCard>
  )
}
