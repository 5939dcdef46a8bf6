import { Smartphone } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Security } from '@/lib/auth/account/security'
import { CodesLeft } from './codes-left'
import { beginTwoFactor } from './two-factor-actions'

export async function TwoFactorCard({ since, codesLeft }: Security['twoFactor']) {
  const t = await getTranslations('secondFactor.settings')
  return (
    <Card id="two-factor" className="scroll-mt-20">
      <CardHeader title={t('title')} description={t('why')} />
      <CardBody className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg border bg-background text-muted-foreground">
          <Smartphone aria-hidden="true" className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1 basis-44">
          {since ? (
            <>
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Badge tone="success">{t('on')}</Badge>
                <span>
                  {t('since')} <RelativeTime date={since} />
                </span>
              </p>
              <p className="mt-1 text-[0.8125rem] text-muted-foreground">
                <CodesLeft left={codesLeft} />
              </p>
            </>
          ) : (
            <p className="text-muted-foreground">{t('none')}</p>
          )}
        </div>
        {since ? (
          <ButtonLink href="/account/security/two-factor" variant="secondary" size="sm" prefetch={false}>
            {t('manage')}
          </ButtonLink>
        ) : (
          <Form action={beginTwoFactor} success="silent">
            <input type="hidden" name="factor" value="app" />
            <SubmitButton variant="secondary" size="sm">
              {t('begin')}
            </SubmitButton>
          </Form>
        )}
      </CardBody>
    </Card>
  )
}
