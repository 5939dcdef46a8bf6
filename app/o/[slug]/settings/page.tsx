import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { readSettings } from '@/lib/domain/ownership/owners'
import { env } from '@/lib/env'
import { Refused } from '../refused'
import { changeSlug, checkNewSlug, renameOrganization } from './actions'
import { DangerZone } from './danger-zone'
import { ExportCard } from './export-card'
import { FormerSlugs } from './former-slugs'
import { LookCard } from './look-card'
import { NewSlug } from './new-slug'
import { OwnershipCard } from './ownership-card'
import { SettingsTabs } from './settings-tabs'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('orgs.settings')
  return { title: t('title') }
}

export default async function SettingsPage({ params, searchParams }: PageProps<'/o/[slug]/settings'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'organization:update', readSettings)
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { data, org, actor, may } = seen
  const done = await searchParams
  const [t, s] = await Promise.all([getTranslations('orgs.settings'), getTranslations('orgs.slug')])
  const words = { label: t('slug'), hint: t('slugHint'), checking: s('checking'), free: s('free') }
  const address = `${env.APP_URL.replace(/^https?:\/\//, '')}/o/${org.slug}`
  return (
    <>
      <SettingsTabs slug={slug} may={may} current="general" />
      <div className="grid grid-cols-1 gap-6">
        {'moved' in done && (
          <Alert tone="success" role="status" title={t('moved')}>
            {t('movedWhy')}
          </Alert>
        )}
        <Card>
          <CardHeader title={t('name')} description={t('nameWhy')} />
          <Form action={renameOrganization.bind(null, slug)} card>
            <CardBody>
              <Field name="name" label={t('name')} hideLabel className="max-w-sm">
                <Input defaultValue={org.name} autoComplete="organization" maxLength={120} required />
              </Field>
            </CardBody>
            <CardFooter>
              <SubmitButton>{t('save')}</SubmitButton>
            </CardFooter>
          </Form>
        </Card>
        <LookCard slug={slug} name={org.name} {...data.look} />
        <Card>
          <CardHeader title={t('slug')} description={t('slugWhy')} />
          <Form action={changeSlug.bind(null, slug)} card>
            <CardBody className="grid gap-3">
              <p className="text-[0.8125rem] break-all text-muted-foreground">{t('slugNow', { address })}</p>
              <div className="max-w-sm">
                <NewSlug key={org.slug} current={org.slug} check={checkNewSlug.bind(null, slug)} words={words} />
              </div>
            </CardBody>
            <CardFooter>
              <SubmitButton aria-label={`${t('save')}: ${t('slug')}`}>{t('save')}</SubmitButton>
            </CardFooter>
          </Form>
          <FormerSlugs slug={slug} former={data.look.formerSlugs} />
        </Card>
        <OwnershipCard
          {...data.ownership}
          slug={slug}
          you={actor.membershipId}
          mayTransfer={may['organization:transfer']}
          justOffered={'offered' in done}
        />
        {may['organization:delete'] && <ExportCard slug={slug} ready={'export' in done} />}
        <DangerZone org={org} slug={slug} mayDelete={may['organization:delete']} />
      </div>
    </>
  )
}
