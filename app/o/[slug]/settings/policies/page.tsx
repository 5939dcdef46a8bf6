import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { Card, CardFooter } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { getPolicies } from '@/lib/domain/policies'
import { readRequest } from '@/lib/request'
import { SettingsTabs } from '../settings-tabs'
import { updatePolicies } from './actions'
import { KeptOut } from './kept-out'
import { PolicyFields } from './policy-fields'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies')
  return { title: t('title') }
}

export default async function PoliciesPage({ params }: PageProps<'/o/[slug]/settings/policies'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'policy:read', getPolicies)
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { data: policies, may } = seen
  const t = await getTranslations('policies')
  const { ip } = await readRequest()
  return (
    <>
      <SettingsTabs slug={slug} may={may} current="policies" />
      <Card>
        <Form card action={updatePolicies.bind(null, slug)}>
          <KeptOut label={t('keptOut')} />
          {/* what cannot be changed can still be read */}
          <fieldset disabled={!may['policy:update']} className="min-w-0 divide-y">
            <legend className="sr-only">{t('title')}</legend>
            <PolicyFields policies={policies} ip={ip} />
          </fieldset>
          <CardFooter className="justify-between">
            <p className="max-w-prose text-[0.8125rem] text-muted-foreground">
              {t(may['policy:update'] ? 'saveWhy' : 'readOnly')}
            </p>
            {may['policy:update'] && <SubmitButton>{t('save')}</SubmitButton>}
          </CardFooter>
        </Form>
      </Card>
    </>
  )
}
