import { getFormatter, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { areAllOff } from '@/lib/access/policies'
import { methods as known } from '@/lib/auth/methods'
import { listMethods } from '@/lib/auth/oauth/providers'
import { type getPolicies, graces } from '@/lib/domain/policies/policies'
import { POLICY_IDLE, POLICY_LIFETIME } from '@/lib/parameters'

type PolicyFieldsProps = { policies: Awaited<ReturnType<typeof getPolicies>>; ip: string }

const own = ['password', 'link', 'passkey'] as const

export async function PolicyFields({ policies, ip }: PolicyFieldsProps) {
  const [t, format] = await Promise.all([getTranslations('policies'), getFormatter()])
  const { secondFactorFrom, methods, methodsFrom, sessionIdle, sessionLifetime, networks } = policies
  const named = (id: string, name = id) => {
    const ours = own.find((one) => one === id)
    return ours ? t(`method.${ours}`) : name
  }
  const on = listMethods()
  const off = methods.filter((method) => !on.some(({ id }) => id === method))
  const since = (from: Date | null) =>
    from && t(from > new Date() ? 'announced' : 'inForce', { date: format.dateTime(from, { dateStyle: 'medium' }) })
  const time = (minutes: number) =>
    minutes < 60
      ? t('minutes', { count: minutes })
      : minutes < 1_440
        ? t('hours', { count: minutes / 60 })
        : t('days', { count: minutes / 1_440 })
  return (
    <>
      <Rule title={t('secondFactor')} why={t('secondFactorWhy')} since={since(secondFactorFrom)}>
        <Checkbox name="secondFactor" label={t('secondFactorOn')} defaultChecked={secondFactorFrom !== null} />
      </Rule>
      <Rule title={t('methods')} why={t('methodsWhy')} since={since(methodsFrom)}>
        {areAllOff(methods) && (
          <Alert tone="warning" title={t('methodsOff')} className="mb-4">
            {t('methodsOffWhy')}
          </Alert>
        )}
        <Field name="methods" label={t('methods')} hideLabel>
          <div className="grid gap-2">
            {on.map(({ id, name }) => (
              <Checkbox key={id} name={`method-${id}`} label={named(id, name)} defaultChecked={methods.includes(id)} />
            ))}
            {off.map((id) => (
              <Checkbox
                key={id}
                name={`method-${id}`}
                label={named(id, known[id]?.says)}
                description={t('methodOff')}
                defaultChecked
              />
            ))}
          </div>
        </Field>
      </Rule>
      <Rule title={t('grace')} why={t('graceWhy')}>
        <Field name="grace" label={t('graceLabel')} className="max-w-60">
          <Select defaultValue="7">
            {graces.map((days) => (
              <option key={days} value={days}>
                {days === 0 ? t('atOnce') : t('days', { count: days })}
              </option>
            ))}
          </Select>
        </Field>
      </Rule>
      <Rule title={t('sessions')} why={t('sessionsWhy')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="sessionIdle" label={t('sessionIdle')}>
            <Select defaultValue={sessionIdle ?? ''}>
              <option value="">{t('usualIdle')}</option>
              {POLICY_IDLE.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {time(minutes)}
                </option>
              ))}
            </Select>
          </Field>
          <Field name="sessionLifetime" label={t('sessionLifetime')}>
            <Select defaultValue={sessionLifetime ?? ''}>
              <option value="">{t('usualLifetime')}</option>
              {POLICY_LIFETIME.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {time(minutes)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </Rule>
      <Rule title={t('networks')} why={t('networksWhy')}>
        <Field name="networks" label={t('networksLabel')} description={t('networksHint', { ip })}>
          <Textarea rows={3} defaultValue={networks.join('\n')} spellCheck={false} className="font-mono" />
        </Field>
      </Rule>
      <Rule title={t('inviting')} why={t('invitingWhy')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="inviters" label={t('inviters')}>
            <Select defaultValue={policies.inviters}>
              <option value="permitted">{t('permitted')}</option>
              <option value="owners">{t('owners')}</option>
            </Select>
          </Field>
          <Field name="linkMakers" label={t('linkMakers')}>
            <Select defaultValue={policies.linkMakers}>
              <option value="permitted">{t('permitted')}</option>
              <option value="owners">{t('owners')}</option>
              <option value="nobody">{t('nobody')}</option>
            </Select>
          </Field>
        </div>
      </Rule>
    </>
  )
}

type RuleProps = { title: string; why: string; since?: string | null; children: ReactNode }

function Rule({ title, why, since, children }: RuleProps) {
  return (
    <section className="grid gap-x-10 gap-y-4 px-5 py-6 lg:grid-cols-[minmax(0,18rem)_minmax(0,1fr)]">
      <div>
        <h2 className="font-medium">{title}</h2>
        <p className="mt-1 text-[0.8125rem] text-muted-foreground">{why}</p>
        {since && <p className="mt-2 text-[0.8125rem] font-medium text-brand">{since}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
