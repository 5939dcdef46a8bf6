import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { TextLink } from '@/components/text-link'
import { ButtonLink } from '@/components/ui/button-link'
import { SubmitButton } from '@/components/ui/submit-button'
import { readAsked, readAsking } from '@/lib/auth/asking'
import { findToken } from '@/lib/auth/tokens'
import { env } from '@/lib/env'
import { Address, MailboxLink } from '../mailbox-link'
import { oneOf } from '../query'
import { TokenForm } from '../token-form'
import { rejectSignUp, resendVerification, verifyEmail } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.verify')
  return { title: t('title'), robots: { index: false } }
}

export default async function VerifyEmailPage({ searchParams }: PageProps<'/verify-email'>) {
  const query = await searchParams
  if (query.token !== undefined) return <Confirm secret={oneOf(query.token) ?? ''} />
  return 'rejected' in query ? <Rejected /> : <CheckYourMail />
}

async function CheckYourMail() {
  const t = await getTranslations('auth.verify')
  const asked = await readAsked()
  return (
    <AuthCard
      title={t('sentTitle')}
      description={asked ? t.rich('sent', { email: asked.email, b: Address }) : t('sentSomewhere')}
      footer={<TextLink href="/sign-in">{t('signIn')}</TextLink>}
    >
      <div className="grid gap-4">
        {asked && (
          <Form action={resendVerification}>
            <p className="text-center text-muted-foreground">{t('sentHelp')}</p>
            <SubmitButton variant="secondary" size="lg" wide>
              {t('resend')}
            </SubmitButton>
          </Form>
        )}
        <MailboxLink email={asked?.email} />
      </div>
    </AuthCard>
  )
}

/** Scanners open every link in a mail: looking at this page changes nothing, the button does. */
async function Confirm({ secret }: { secret: string }) {
  const t = await getTranslations('auth.verify')
  const found = await findToken('verify_email', secret, await readAsking())
  if (!found) {
    return (
      <AuthCard
        title={t('overTitle')}
        description={t('over')}
        footer={env.SIGN_UP_MODE === 'open' && <TextLink href="/sign-up">{t('signUp')}</TextLink>}
      >
        <ButtonLink href="/sign-in" wide size="lg">
          {t('signIn')}
        </ButtonLink>
      </AuthCard>
    )
  }
  const { email, createdAt, here } = found
  const when = () => <RelativeTime date={createdAt} />
  return (
    <AuthCard
      title={t('title')}
      description={here ? t.rich('here', { email, b: Address }) : t.rich('elsewhere', { email, b: Address, when })}
    >
      <TokenForm action={verifyEmail} token={secret}>
        {t('submit')}
      </TokenForm>
      {!here && (
        <Form action={rejectSignUp} success="silent" className="mt-3 gap-2">
          <input type="hidden" name="token" value={secret} />
          <SubmitButton variant="secondary" wide size="lg">
            {t('notMe')}
          </SubmitButton>
          <p className="text-center text-[0.8125rem] text-muted-foreground">{t('notMeHelp')}</p>
        </Form>
      )}
    </AuthCard>
  )
}

async function Rejected() {
  const t = await getTranslations('auth.verify')
  return (
    <AuthCard title={t('rejectedTitle')} description={t('rejected')}>
      <ButtonLink href="/" variant="secondary" wide size="lg">
        {t('home')}
      </ButtonLink>
    </AuthCard>
  )
}
