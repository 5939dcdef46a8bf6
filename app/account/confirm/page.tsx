import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { stepUpFor } from '@/app/step-up'
import { Refused } from '@/components/refused'
import { StepUpForm, type Way } from '@/components/step-up-form'
import { TextLink } from '@/components/text-link'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { userQuery } from '@/lib/access/queries'
import { safePath } from '@/lib/auth/safe-path'
import { readStepUp } from '@/lib/auth/step-up/step-up'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('stepUp')
  return { title: t('title') }
}

/** Where a form sends whoever has no JavaScript: it asks for the proof, and leads back. */
export default async function ConfirmPage({ searchParams }: PageProps<'/account/confirm'>) {
  const query = await searchParams
  const next = safePath(query.next, '/account/security')
  const seen = await userQuery(readStepUp)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { data, user } = seen
  // an organization asks for a second factor, not for a recent proof
  const second = 'second-factor' in query
  const strong = data.proofs.includes('passkey') || data.proofs.includes('app')
  if (second && !strong) redirect(`/account/security/two-factor?next=${encodeURIComponent(next)}`)
  if (second ? seen.session.secondFactorAt : data.fresh) redirect(next)
  const [t, stepUp] = await Promise.all([getTranslations('stepUp'), stepUpFor(user)])
  return (
    <div className="mx-auto max-w-md">
      <PageHeader title={t('title')} description={t(second ? 'secondFactor' : 'page')} />
      <Card>
        <CardBody>
          <StepUpForm
            stepUp={stepUp}
            proofs={data.proofs}
            next={next}
            way={query.with as Way | undefined}
            also={second ? { 'second-factor': '' } : {}}
          />
        </CardBody>
      </Card>
      <p className="mt-5 text-center">
        <TextLink href={next}>{t('back')}</TextLink>
      </p>
    </div>
  )
}
