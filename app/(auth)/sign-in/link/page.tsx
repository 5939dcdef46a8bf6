import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { ButtonLink } from '@/components/ui/button-link'
import { CodeInput } from '@/components/ui/code-input'
import { Field } from '@/components/ui/field'
import { SubmitButton } from '@/components/ui/submit-button'
import { readAsked, readAsking } from '@/lib/auth/asking'
import { isMethodOn } from '@/lib/auth/methods'
import { findToken } from '@/lib/auth/tokens'
import { brand } from '@/lib/brand'
import { Address, MailboxLink } from '../../mailbox-link'
import { oneOf } from '../../query'
import { TokenForm } from '../../token-form'
import { signInWithCode, signInWithLink } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.link')
  return { title: t('title'), robots: { index: false } }
}

/** Two in one: where the mailed link ends, and where the mailed code is typed. Looking at it uses nothing up. */
export default async function SignInLinkPage({ searchParams }: PageProps<'/sign-in/link'>) {
  if (!isMethodOn('link')) notFound()
  const { token } = await searchParams
  return token === undefined ? <TypeTheCode /> : <FollowTheLink secret={oneOf(token) ?? ''} />
}

async function TypeTheCode() {
  const [t, a] = await Promise.all([getTranslations('auth.link'), getTranslations('auth')])
  const asked = await readAsked()
  const back = <TextLink href="/sign-in">{t('back')}</TextLink>
  if (!asked) {
    return (
      <AuthCard title={t('askTitle')} description={t('ask')} footer={back}>
        <ButtonLink href="/sign-in" wide size="lg">
          {t('askFirst')}
        </ButtonLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t('title')} description={t.rich('sent', { email: asked.email, b: Address })} footer={back}>
      <Form action={signInWithCode} success="silent">
        <Field name="code" label={a('code')} description={t('codeHelp')}>
          <CodeInput length={8} kind="letters" required />
        </Field>
        <SubmitButton wide size="lg">
          {t('submit')}
        </SubmitButton>
        <MailboxLink email={asked.email} />
      </Form>
    </AuthCard>
  )
}

async function FollowTheLink({ secret }: { secret: string }) {
  const t = await getTranslations('auth.link')
  const found = await findToken('sign_in_link', secret, await readAsking())
  const back = <TextLink href="/sign-in">{t('back')}</TextLink>
  if (!found) {
    return (
      <AuthCard title={t('overTitle')} description={t('over')}>
        <ButtonLink href="/sign-in" wide size="lg">
          {t('again')}
        </ButtonLink>
      </AuthCard>
    )
  }
  if (!found.here) {
    return (
      <AuthCard title={t('elsewhereTitle')} description={t('elsewhere')} footer={back}>
        <p className="text-center text-muted-foreground">{t('elsewhereFine')}</p>
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title={t('confirmTitle', { product: brand.name })}
      description={t.rich('confirm', { email: found.email, b: Address })}
      footer={back}
    >
      <TokenForm action={signInWithLink} token={secret}>
        {t('submit')}
      </TokenForm>
    </AuthCard>
  )
}
