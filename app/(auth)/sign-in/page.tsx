import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AuthCard, OrDivider } from '@/components/auth-card'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { Alert } from '@/components/ui/alert'
import { findVisitor } from '@/lib/access/queries'
import { landingPath } from '@/lib/auth/landing'
import { readLastMethod } from '@/lib/auth/last-method'
import { isMethodOn } from '@/lib/auth/methods'
import { listProviders } from '@/lib/auth/oauth/providers'
import { safePath } from '@/lib/auth/safe-path'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { setAnswerHeader } from '@/lib/request'
import { oneOf, withNext } from '../query'
import { SignInProblem } from '../sign-in-problem'
import { SocialButtons } from '../social-buttons'
import { signIn } from './actions'
import { OtherMethods } from './other-methods'
import { ParkedAccounts } from './parked-accounts'
import { PasskeyForm } from './passkey-form'
import { SignInSteps } from './sign-in-steps'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn')
  return { title: t('submit') }
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const query = await searchParams
  const next = safePath(oneOf(query.next), '')
  const visitor = await findVisitor()
  // an organization may ask somebody who is signed in to do it again
  const again = visitor !== null && 'again' in query
  if (visitor && !again) redirect(landingPath({ next, ...visitor }))
  // the browser keeps nothing of what the person saw; never "cookies", or it would not be known any more
  if ('signed-out' in query || 'deleted' in query) setAnswerHeader('Clear-Site-Data', '"cache", "storage"')

  const [t, a] = await Promise.all([getTranslations('auth.signIn'), getTranslations('auth')])
  const last = await readLastMethod()
  const ways = { password: isMethodOn('password'), link: isMethodOn('link'), passkey: isMethodOn('passkey') }
  const byAddress = ways.password || ways.link
  const passkeyFirst = ways.passkey && last === 'passkey'
  const addressFirst = byAddress && last !== null && ['password', 'sign-up', 'link', 'code'].includes(last)
  const passkeys = ways.passkey && <PasskeyForm next={next} wasLast={passkeyFirst} />
  const social = listProviders().length > 0 && (
    <div className="grid gap-5 group-has-data-[step=password]/sign-in:hidden">
      {addressFirst && <OrDivider>{a('or')}</OrDivider>}
      <SocialButtons next={next} />
      {!addressFirst && (byAddress || ways.passkey) && <OrDivider>{a('or')}</OrDivider>}
    </div>
  )
  const labels = {
    email: a('email'),
    password: a('password'),
    lastUsed: a('lastUsed'),
    continue: t('continue'),
    submit: t('submit'),
    link: t('link'),
    forgot: t('forgot'),
  }
  const notice =
    'signed-out' in query
      ? t('signedOut')
      : 'reset' in query
        ? t('resetDone')
        : 'verified' in query
          ? t('verified')
          : 'deleted' in query
            ? t('deleted')
            : again
              ? t('again', { email: visitor.user.email })
              : null
  const footer = (
    <>
      {t('new')} <TextLink href={withNext('/sign-up', next)}>{t('create')}</TextLink>
    </>
  )
  return (
    <AuthCard title={t('title', { product: brand.name })} footer={env.SIGN_UP_MODE === 'open' && footer}>
      {/* the form knows which step it is at; what stands around it follows without a script */}
      <div className="group/sign-in grid gap-5">
        <div className="contents group-has-data-[step=password]/sign-in:hidden">
          {notice && (
            <Alert tone={again ? 'neutral' : 'success'} role="status">
              {notice}
            </Alert>
          )}
          <SignInProblem problem={oneOf(query.problem)} />
        </div>
        <div className="contents group-has-data-[step=password]/sign-in:hidden">
          {!again && <ParkedAccounts next={next} />}
        </div>
        {passkeyFirst && passkeys}
        {!addressFirst && social}
        {byAddress && (
          <Form action={signIn} success="silent">
            <input type="hidden" name="next" value={next} />
            <SignInSteps labels={labels} next={next} last={last} ways={ways} />
          </Form>
        )}
        {!passkeyFirst && passkeys}
        {addressFirst && social}
        <div className="hidden group-has-data-[step=password]/sign-in:block">
          <OtherMethods next={next} />
        </div>
      </div>
    </AuthCard>
  )
}
