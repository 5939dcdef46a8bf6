import { Building2 } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardFooter, CardHeader, CardRow } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { userQuery } from '@/lib/access/queries'
import { findExport } from '@/lib/auth/account/data-exports'
import { listAddresses } from '@/lib/auth/email-addresses/email-addresses'
import { updateName } from './actions'
import { Addresses } from './addresses'
import { AvatarForm } from './avatar-form'
import { DataCard } from './data-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const seen = await userQuery(async (ctx) => {
    const [addresses, copy] = await Promise.all([listAddresses(ctx), findExport(ctx)])
    return { addresses, copy }
  })
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { data, user, organizations, invitations } = seen
  const { email: news } = await searchParams
  const t = await getTranslations('account')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid grid-cols-1 gap-6">
        {news === 'added' && (
          <Alert tone="success" role="status">
            {t('email.added')}
          </Alert>
        )}
        <Card>
          <CardHeader title={t('profile')} description={t('profileWhy')} />
          <AvatarForm name={user.name} image={user.image} />
          <Form action={updateName} card>
            <CardBody>
              <Field name="name" label={t('name')} className="w-full max-w-sm">
                <Input defaultValue={user.name} autoComplete="name" maxLength={120} required />
              </Field>
            </CardBody>
            <CardFooter>
              <SubmitButton>{t('save')}</SubmitButton>
            </CardFooter>
          </Form>
        </Card>
        <Addresses user={user} {...data.addresses} />
        <Card>
          <CardHeader
            title={t('organizations.title')}
            description={t('organizations.summary', { count: organizations.length })}
            actions={
              <ButtonLink href="/account/organizations" variant="secondary" prefetch={false}>
                <Building2 aria-hidden="true" />
                {t('organizations.manage')}
              </ButtonLink>
            }
          />
          <CardBody className="pt-0">
            {invitations.length > 0 && (
              <Badge tone="brand" className="mt-2.5">
                {t('organizations.invited', { count: invitations.length })}
              </Badge>
            )}
          </CardBody>
        </Card>
        <DataCard copy={data.copy} />
        <Card className="border-danger/30">
          <CardRow title={t('delete.title')} description={t('delete.summary')}>
            <ButtonLink href="/account/delete" variant="danger-quiet" prefetch={false}>
              {t('delete.open')}
            </ButtonLink>
          </CardRow>
        </Card>
      </div>
    </>
  )
}
