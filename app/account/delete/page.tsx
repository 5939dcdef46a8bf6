import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { userQuery } from '@/lib/access/queries'
import { listWhatHolds } from '@/lib/domain/members/leaving'
import { deleteAccount } from './actions'
import { Owned } from './owned'
import { WhatGoes } from './what-goes'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.delete')
  return { title: t('title') }
}

export default async function DeleteAccountPage() {
  const seen = await userQuery(listWhatHolds)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { user, data } = seen
  const { owned, others } = data
  const t = await getTranslations('account.delete')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid grid-cols-1 gap-6">
        <Owned owned={owned} others={others} />
        <WhatGoes organizations={others} />
        <Card className="border-danger/30">
          <CardHeader title={`3. ${t('confirmTitle')}`} description={owned.length > 0 ? t('first') : t('confirmWhy')} />
          {owned.length === 0 && (
            <Form action={deleteAccount} success="silent" card>
              <CardBody>
                <Field name="confirmation" label={t('phrase', { email: user.email })} className="max-w-sm">
                  <Input type="email" autoComplete="off" autoCapitalize="none" spellCheck={false} required />
                </Field>
              </CardBody>
              <CardFooter>
                <SubmitButton variant="danger">{t('submit')}</SubmitButton>
              </CardFooter>
            </Form>
          )}
        </Card>
      </div>
    </>
  )
}
