import { useFormatter, useTranslations } from 'next-intl'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import type { listRememberedDevices } from '@/lib/auth/sessions/sessions'
import { forgetDevice } from './actions'
import { BrowserRow } from './browser-row'

type Devices = Awaited<ReturnType<typeof listRememberedDevices>>

export function Remembered({ devices }: { devices: Devices }) {
  const t = useTranslations('sessions')
  const format = useFormatter()
  return (
    <Card>
      <CardHeader title={t('remembered')} description={t('rememberedWhy')} />
      <CardBody>
        <ul className="grid grid-cols-1 divide-y">
          {devices.map(({ id, browser, ip, lastUsedAt, rememberedUntil }) => (
            <BrowserRow
              key={id}
              browser={browser}
              action={
                <Form action={forgetDevice} success="toast">
                  <input type="hidden" name="deviceId" value={id} />
                  <SubmitButton
                    size="sm"
                    variant="secondary"
                    aria-label={t('forgetNamed', { browser: browser.name, ip: ip ?? '?' })}
                  >
                    {t('forget')}
                  </SubmitButton>
                </Form>
              }
            >
              <p>
                {rememberedUntil &&
                  t('rememberedUntil', { date: format.dateTime(rememberedUntil, { dateStyle: 'long' }) })}
              </p>
              <p>
                {ip && `${t('from', { ip })} · `}
                {t('lastUsed')} <RelativeTime date={lastUsedAt} />
              </p>
            </BrowserRow>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
