import { getFormatter, getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { findRetention } from '@/lib/domain/audit/retention'
import { Refused } from '../../refused'
import { AuditTabs } from '../audit-tabs'
import { changeRetention } from './actions'

export default async function RetentionPage({ params }: PageProps<'/o/[slug]/audit-log/retention'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'policy:read', findRetention)
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { days, kept, removed, choices } = seen.data
  const [t, format] = await Promise.all([getTranslations('audit.keeping'), getFormatter()])
  const mayChange = seen.may['policy:update']
  const name = (days: number | null) =>
    days === null ? t('forever') : days % 365 === 0 ? t('years', { years: days / 365 }) : t('days', { days })
  const effect = ({ days, removes, until }: (typeof choices)[number]) => {
    if (days === null) return t('foreverWhy')
    if (removes === 0 || !until) return t('removesNone')
    return t('removes', { events: removes, until: format.dateTime(until, { dateStyle: 'long' }) })
  }
  return (
    <>
      <AuditTabs slug={slug} current="retention" may={seen.may} description={t('description')} />
      <Card>
        <CardHeader id="keep-events" title={t('title')} description={t('why')} />
        <Form action={changeRetention.bind(null, slug)} card>
          <CardBody>
            <p className="mb-3 text-[0.8125rem] text-muted-foreground">
              {t('now', { kept })} {removed > 0 && t('removed', { removed })} {mayChange && t('exportFirst')}
            </p>
            <fieldset disabled={!mayChange} aria-labelledby="keep-events" className="grid gap-1">
              {choices.map((choice) => (
                <label
                  key={choice.value}
                  className="-mx-2 flex cursor-pointer items-start gap-3 rounded-md px-2 py-2 hover:bg-accent has-[:disabled]:cursor-default"
                >
                  <input
                    type="radio"
                    name="days"
                    value={choice.value}
                    defaultChecked={choice.days === days}
                    className="mt-0.5 size-4 shrink-0 accent-brand"
                  />
                  <span className="min-w-0">
                    <span className="block font-medium">{name(choice.days)}</span>
                    <span className="block text-[0.8125rem] text-muted-foreground">{effect(choice)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          </CardBody>
          <CardFooter>
            {mayChange ? (
              <SubmitButton>{t('save')}</SubmitButton>
            ) : (
              <p className="mr-auto text-[0.8125rem] text-muted-foreground">{t('readOnly')}</p>
            )}
          </CardFooter>
        </Form>
      </Card>
    </>
  )
}
