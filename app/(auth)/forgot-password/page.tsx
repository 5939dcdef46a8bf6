import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { ButtonLink } from '@/components/ui/button-link'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { readAsked } from '@/lib/auth/asking'
import { isMethodOn } from '@/lib/auth/methods'
import { safePath } from '@/lib/auth/safe-path'
import { Address, MailboxLink } from '../mailbox-link'
import { oneOf, withNext } from '../query'
import { forgotPassword } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.forgot')
  return { title: t('title') }
}

export default async function ForgotPasswordPage({ searchParams }: PageProps<'/forgot-password'>) {
  if (!isMethodOn('password')) notFound()
  const query = await searchParams
  if ('sent' in query) return <CheckYourMail />
  const next = safePath(oneOf(query.next), '')
  const [t, a] = await Promise.all([getTranslations('auth.forgot'), getTranslations('auth')])
  return (
    <AuthCard
      title={t('title')}
      description={t('description')}
      footer={<TextLink href={withNext('/sign-in', next)}>{t('back')}</TextLink>}
    >
      <Form action={forgotPassword} success="silent">
        {next && <input type="hidden" name="next" value={next} />}
        <Field name="email" label={a('email')}>
          <Input type="email" autoComplete="username" autoFocus required />
        </Field>
        <SubmitButton wide size="lg">
          {t('submit')}
        </SubmitButton>
      </Form>
    </AuthCard>
  )
}

async function CheckYourMail() {
  const t = await getTranslations('auth.forgot')
  const asked = await readAsked()
  return (
    <AuthCard
      title={t('sentTitle')}
      description={asked ? t.rich('sent', { email: asked.email, b: Address }) : t('sentSomewhere')}
      footer={<TextLink href="/sign-in">{t('back')}</TextLink>}
    >
      <div className="grid gap-4">
        <ButtonLink href="/forgot-password" variant="secondary" wide size="lg">
          {t('again')}
        </ButtonLink>
        <MailboxLink email={asked?.email} />
      </div>
    </AuthCard>
  )
}
