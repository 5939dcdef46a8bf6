import { KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { AuthCard, OrDivider } from '@/components/auth-card'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { ButtonLink } from '@/components/ui/button-link'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PasswordInput } from '@/components/ui/password-input'
import { SubmitButton } from '@/components/ui/submit-button'
import { findVisitor } from '@/lib/access/queries'
import { landingPath } from '@/lib/auth/landing'
import { isMethodOn } from '@/lib/auth/methods'
import { listProviders } from '@/lib/auth/oauth/providers'
import { preparePasswordRules } from '@/lib/auth/passwords/rules'
import { safePath } from '@/lib/auth/safe-path'
import { findSignUpInvitation } from '@/lib/auth/sign-up-mode'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { oneOf, withNext } from '../query'
import { SocialButtons } from '../social-buttons'
import { signUp } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signUp')
  return { title: t('submit') }
}

export default async function SignUpPage({ searchParams }: PageProps<'/sign-up'>) {
  const query = await searchParams
  const invite = oneOf(query.invite)
  const invited = await findSignUpInvitation(invite)
  const next = safePath(oneOf(query.next), invited ? `/invite/${invite}` : '')
  const visitor = await findVisitor()
  if (visitor) redirect(landingPath({ next, ...visitor }))

  const [t, a] = await Promise.all([getTranslations('auth.signUp'), getTranslations('auth')])
  const open = env.SIGN_UP_MODE === 'open' || (env.SIGN_UP_MODE === 'invite' && invited)
  if (!open) {
    const why = env.SIGN_UP_MODE === 'closed' ? 'closed' : 'invitation'
    return (
      <AuthCard title={t(`${why}Title`)} description={t(why)}>
        <ButtonLink href={withNext('/sign-in', next)} wide size="lg">
          {t('signIn')}
        </ButtonLink>
      </AuthCard>
    )
  }
  const [byPassword, byLink, byPasskey] = ['password', 'link', 'passkey'].map(isMethodOn)
  if (byPassword) after(preparePasswordRules)
  const footer = (
    <>
      {t('known')} <TextLink href={withNext('/sign-in', next)}>{t('signIn')}</TextLink>
    </>
  )
  return (
    <AuthCard title={t('title', { product: brand.name })} footer={footer}>
      <div className="grid gap-5">
        {listProviders().length > 0 && (
          <>
            <SocialButtons next={next} />
            {(byPassword || byLink || byPasskey) && <OrDivider>{a('or')}</OrDivider>}
          </>
        )}
        {(byPassword || byLink || byPasskey) && (
          <Form action={signUp} success="silent">
            <input type="hidden" name="next" value={next} />
            {invite && <input type="hidden" name="invite" value={invite} />}
            <Field name="name" label={a('name')}>
              <Input autoComplete="name" autoFocus required />
            </Field>
            <Field name="email" label={a('email')} description={invited?.email ? t('invited') : undefined}>
              <Input type="email" autoComplete="username" defaultValue={invited?.email} required />
            </Field>
            {byPassword && (
              <Field name="password" label={a('password')} description={t('passwordHelp')}>
                <PasswordInput autoComplete="new-password" required />
              </Field>
            )}
            {(byPassword || byLink) && (
              <SubmitButton name="intent" value={byPassword ? 'password' : 'link'} wide size="lg">
                {t('submit')}
              </SubmitButton>
            )}
            {byPasskey && (
              <SubmitButton
                name="intent"
                value="passkey"
                variant={byPassword || byLink ? 'secondary' : 'primary'}
                wide
                size="lg"
              >
                <KeyRound aria-hidden="true" />
                {t('passkey')}
              </SubmitButton>
            )}
          </Form>
        )}
      </div>
    </AuthCard>
  )
}
