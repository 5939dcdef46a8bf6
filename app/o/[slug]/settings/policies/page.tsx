import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { ReviewedFields } from '@/components/reviewed-fields'
import { Card } from '@/components/ui/card'
import { orgQuery } from '@/lib/access/queries'
import { getPolicies } from '@/lib/domain/policies/policies'
import { readRequest } from '@/lib/request'
import { Refused } from '../../refused'
import { SettingsTabs } from '../settings-tabs'
import { updatePolicies } from './actions'
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
  const words = {
    review: t('save'),
    reviewing: t('keptOut'),
    why: t('keptOutWhy'),
    save: t('saveAnyway'),
    back: t('goOn'),
  }
  return (
    <>
      <SettingsTabs slug={slug} may={may} current="policies" />
      <Card>
        {may['policy:update'] ? (
          <Form card action={updatePolicies.bind(null, slug)}>
            <ReviewedFields words={words} flush>
              <PolicyFields policies={policies} ip={ip} />
            </ReviewedFields>
          </Form>
        ) : (
          // what cannot be changed can still be read
          <fieldset disabled className="min-w-0 divide-y">
            <legend className="px-5 pt-5 text-[0.8125rem] text-muted-foreground">{t('readOnly')}</legend>
            <PolicyFields policies={policies} ip={ip} />
          </fieldset>
        )}
      </Card>
    </>
  )
}
