import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuthCard } from '@/components/auth-card'
import { ButtonLink } from '@/components/ui/button-link'
import { findUndo } from '@/lib/auth/email-addresses/primary'
import { isMethodOn } from '@/lib/auth/methods'
import { oneOf } from '../query'
import { TokenForm } from '../token-form'
import { undoEmailChange } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.undo')
  return { title: t('title') }
}

/** For whoever reads the mail at the address that was the primary one: nobody is signed in for it. */
export default async function UndoEmailChangePage({ searchParams }: PageProps<'/undo-email-change'>) {
  const { token: given, done } = await searchParams
  const secret = oneOf(given) ?? ''
  const [t, s] = await Promise.all([getTranslations('account.undo'), getTranslations('auth.signIn')])
  const passwords = isMethodOn('password')
  const reset = (
    <ButtonLink href={passwords ? '/forgot-password' : '/sign-in'} wide size="lg">
      {passwords ? t('reset') : s('submit')}
    </ButtonLink>
  )
  if (done !== undefined)
    return (
      <AuthCard title={t('doneTitle')} description={t(passwords ? 'done' : 'doneWithoutPassword')}>
        {reset}
      </AuthCard>
    )
  const email = await findUndo(secret)
  if (!email)
    return (
      <AuthCard title={t('overTitle')} description={t(passwords ? 'over' : 'overWithoutPassword')}>
        {reset}
      </AuthCard>
    )
  return (
    <AuthCard title={t('title')} description={t('description', { email })}>
      <TokenForm action={undoEmailChange} token={secret}>
        {t('submit')}
      </TokenForm>
    </AuthCard>
  )
}
