import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Refused } from '@/components/refused'
import { PageHeader } from '@/components/ui/page-header'
import { userQuery } from '@/lib/access/queries'
import { readSecurity } from '@/lib/auth/account/security'
import { ConnectedAccounts } from './connected-accounts'
import { PasskeysCard } from './passkeys-card'
import { PasswordCard } from './password-card'
import { TwoFactorCard } from './two-factor-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('title') }
}

export default async function SecurityPage({ searchParams }: PageProps<'/account/security'>) {
  const seen = await userQuery(readSecurity)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { data } = seen
  const { connected, problem } = await searchParams
  const t = await getTranslations('security')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid grid-cols-1 gap-6">
        <PasswordCard password={data.password} email={seen.user.email} />
        <PasskeysCard listed={data.passkeys} />
        <TwoFactorCard {...data.twoFactor} />
        <ConnectedAccounts connections={data.connections} connected={connected} problem={problem} />
      </div>
    </>
  )
}
