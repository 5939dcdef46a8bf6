import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardFooter } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { readQuery } from '@/lib/access/input'
import { userQuery } from '@/lib/access/queries'
import { findAskedAddress } from '@/lib/auth/email-addresses/email-addresses'
import { confirmAddress } from '../address-actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.email')
  return { title: t('confirmTitle') }
}

/** Behind the link that was mailed to a further address. Shows; the button adds. */
export default async function ConfirmAddressPage({ searchParams }: PageProps<'/account/email'>) {
  const { token } = readQuery(z.object({ token: z.string().optional() }), await searchParams)
  const seen = await userQuery((ctx) => findAskedAddress(ctx, token))
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { data: address, user } = seen
  const t = await getTranslations('account.email')
  if (!address)
    return (
      <>
        <PageHeader title={t('overTitle')} description={t('over', { email: user.email })} />
        <ButtonLink href="/account" prefetch={false}>
          {t('back')}
        </ButtonLink>
      </>
    )
  return (
    <>
      <PageHeader title={t('confirmTitle')} description={t('confirmWhy')} />
      <Card className="max-w-xl">
        <Form action={confirmAddress} success="silent" card>
          <CardBody className="grid gap-1">
            <input type="hidden" name="token" value={token} />
            <p className="font-medium break-all">{address}</p>
            <p className="text-[0.8125rem] text-muted-foreground">{t('confirmFor', { email: user.email })}</p>
          </CardBody>
          <CardFooter>
            <SubmitButton>{t('confirm')}</SubmitButton>
          </CardFooter>
        </Form>
      </Card>
    </>
  )
}
