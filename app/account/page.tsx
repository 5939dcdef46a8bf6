import { Building2 } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { userQuery } from '@/lib/access/queries'
import { updateName } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function AccountPage() {
  const seen = await userQuery(async () => null)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { user, organizations, invitations } = seen
  const t = await getTranslations('account')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid grid-cols-1 gap-6">
        <Card>
          <CardHeader title={t('profile')} description={t('profileWhy')} />
          <Form action={updateName} card>
            <CardBody className="flex items-start gap-4">
              <Avatar name={user.name} image={user.image} size="lg" className="mt-1" />
              <Field name="name" label={t('name')} className="w-full max-w-sm">
                <Input defaultValue={user.name} autoComplete="name" maxLength={120} required />
              </Field>
            </CardBody>
            <CardFooter>
              <SubmitButton>{t('save')}</SubmitButton>
            </CardFooter>
          </Form>
        </Card>
        <Card>
          <CardHeader title={t('email')} description={t('emailWhy')} />
          <CardBody className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <span className="min-w-0 font-medium break-all">{user.email}</span>
            <Badge tone={user.emailVerified ? 'success' : 'warning'}>
              {t(user.emailVerified ? 'verified' : 'unverified')}
            </Badge>
          </CardBody>
        </Card>
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
      </div>
    </>
  )
}
