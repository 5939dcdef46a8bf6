import Form from 'next/form'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { auditActions } from '@/lib/access/audit'
import type { AuditFilter } from '@/lib/domain/audit/filter'

const nounOf = (action: string) => action.split('.')[0] ?? ''
const actions = Object.keys(auditActions)
const nouns = [...new Set(actions.map(nounOf))]

/** A GET form: the filters are in the address, and no JavaScript is needed. */
export function Filters({ path, filter, chosen }: { path: string; filter: AuditFilter; chosen: boolean }) {
  const t = useTranslations('audit')
  return (
    <Form
      action={path}
      prefetch={false}
      role="search"
      aria-label={t('filters')}
      className="mb-5 grid items-end gap-3 min-[22rem]:grid-cols-2 lg:grid-cols-[repeat(3,minmax(0,1fr))_auto_auto_auto]"
    >
      <Field name="action" label={t('action')} className="max-lg:col-span-full">
        <Select key={filter.action} defaultValue={filter.action ?? ''}>
          <option value="">{t('anyAction')}</option>
          {nouns.map((noun) => (
            <optgroup key={noun} label={noun}>
              {actions
                .filter((action) => nounOf(action) === noun)
                .map((action) => (
                  <option key={action}>{action}</option>
                ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <Field name="actor" label={t('actor')} className="max-sm:col-span-full">
        <Input key={filter.actor} placeholder={t('actorPlaceholder')} defaultValue={filter.actor} autoComplete="off" />
      </Field>
      <Field name="target" label={t('target')} className="max-sm:col-span-full">
        <Input
          key={filter.target}
          placeholder={t('targetPlaceholder')}
          defaultValue={filter.target}
          autoComplete="off"
        />
      </Field>
      <Field name="from" label={t('from')}>
        <Input key={filter.from} type="date" defaultValue={filter.from} />
      </Field>
      <Field name="to" label={t('to')}>
        <Input key={filter.to} type="date" defaultValue={filter.to} />
      </Field>
      <div className="flex gap-2 max-lg:col-span-full">
        <Button type="submit" variant="secondary" className="max-lg:flex-1">
          {t('apply')}
        </Button>
        {chosen && (
          <ButtonLink href={path} variant="ghost" prefetch={false}>
            {t('clear')}
          </ButtonLink>
        )}
      </div>
    </Form>
  )
}
