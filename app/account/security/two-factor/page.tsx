import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { TextLink } from '@/components/text-link'
import { Alert } from '@/components/ui/alert'
import { Card, CardBody } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { userQuery } from '@/lib/access/queries'
import { safePath } from '@/lib/auth/safe-path'
import { readTwoFactor } from '@/lib/auth/second-factor/second-factor'
import { CodesLeft } from '../codes-left'
import { beginTwoFactor, confirmTwoFactor, regenerateRecoveryCodes } from '../two-factor-actions'
import { NewCodes } from './new-codes'
import { QrCode } from './qr-code'
import { SetUp } from './set-up'
import { SwitchedOn } from './switched-on'
import { wordsOfCodes, wordsOfSetUp } from './words'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('secondFactor.settings')
  return { title: t('title') }
}

/** Off, being set up, or on. While codes are shown nothing else is: `data-codes` hides it, without a script too. */
export default async function TwoFactorPage({ searchParams }: PageProps<'/account/security/two-factor'>) {
  const seen = await userQuery(readTwoFactor)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { since, codesLeft, setUp } = seen.data
  const t = await getTranslations('secondFactor.settings')
  const next = safePath((await searchParams).next, '')
  const codesWords = await wordsOfCodes(seen.user, next)
  return (
    <div data-undisturbed className="group/page mx-auto max-w-2xl">
      <PageHeader title={t('title')} description={t('why')} back={{ href: '/account/security', label: t('back') }} />
      <div className="grid grid-cols-1 gap-6">
        {next && (
          <Alert title={t(since ? 'demandMet' : 'demanded')} className="group-has-data-codes/page:hidden">
            {since ? <TextLink href={next}>{t('goOn')}</TextLink> : t('demandedWhy')}
          </Alert>
        )}
        <Card className="has-data-nothing:hidden">
          <Form card action={confirmTwoFactor}>
            <CardBody className="grid gap-4 py-5.5">
              <SetUp
                setUp={setUp}
                isOn={since !== null}
                qrCode={setUp && <QrCode text={setUp.uri} label={t('qrCode')} />}
                words={await wordsOfSetUp()}
                codesWords={codesWords}
              />
            </CardBody>
          </Form>
        </Card>
        {!since && (
          <Card className={setUp ? 'border-dashed bg-transparent shadow-none' : undefined}>
            <CardBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
              <p className="min-w-0 flex-1 basis-60 text-muted-foreground">{t(setUp ? 'againWhy' : 'beginWhy')}</p>
              <Form action={beginTwoFactor} success="silent">
                <input type="hidden" name="factor" value="app" />
                {next && <input type="hidden" name="next" value={next} />}
                <SubmitButton variant={setUp ? 'ghost' : 'primary'} size={setUp ? 'sm' : 'md'}>
                  {t(setUp ? 'again' : 'begin')}
                </SubmitButton>
              </Form>
            </CardBody>
          </Card>
        )}
        {since && (
          <>
            <SwitchedOn since={since} />
            <Card className="group-has-data-codes/page:not-has-data-codes:hidden">
              <Form card action={regenerateRecoveryCodes}>
                <CardBody>
                  <NewCodes
                    left={<CodesLeft left={codesLeft} />}
                    words={{ title: t('codes'), why: t('regenerateWhy'), submit: t('regenerate') }}
                    codesWords={codesWords}
                  />
                </CardBody>
              </Form>
            </Card>
          </>
        )}
      </div>
    </div>
  )
}
