import { ScrollText, SearchX } from 'lucide-react'
import Form from 'next/form'
import { getTranslations } from 'next-intl/server'
import { Pagination } from '@/components/pagination'
import { Refused } from '@/components/refused'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { Select } from '@/components/ui/select'
import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import { auditActions } from '@/lib/access/audit'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/domain/audit-log'
import { AuditRow } from './audit-row'

export default async function AuditLogPage({ params, searchParams }: PageProps<'/o/[slug]/audit-log'>) {
  const { slug } = await params
  const filter = readQuery(listAuditEventsSchema, await searchParams)
  const seen = await orgQuery(slug, 'audit:read', (ctx) => listAuditEvents(ctx, filter))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { events, next } = seen.data
  const t = await getTranslations('audit')
  const path = `/o/${slug}/audit-log`
  const { before, ...chosen } = filter
  const filters = Object.entries(chosen).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const address = (more: [string, string][] = []) => {
    const query = new URLSearchParams([...filters, ...more]).toString()
    return query ? `${path}?${query}` : path
  }

  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Form
        action={path}
        prefetch={false}
        role="search"
        aria-label={t('filters')}
        className="mb-5 grid items-end gap-3 min-[22rem]:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto_auto_auto]"
      >
        <Field name="action" label={t('action')} className="max-sm:col-span-full">
          <Select defaultValue={filter.action ?? ''}>
            <option value="">{t('anyAction')}</option>
            {Object.keys(auditActions).map((action) => (
              <option key={action}>{action}</option>
            ))}
          </Select>
        </Field>
        <Field name="actor" label={t('actor')} className="max-sm:col-span-full">
          <Input placeholder={t('actorPlaceholder')} defaultValue={filter.actor} autoComplete="off" />
        </Field>
        <Field name="from" label={t('from')}>
          <Input type="date" defaultValue={filter.from} />
        </Field>
        <Field name="to" label={t('to')}>
          <Input type="date" defaultValue={filter.to} />
        </Field>
        <Button type="submit" variant="secondary" className="max-lg:col-span-full">
          {t('apply')}
        </Button>
      </Form>

      {events.length > 0 ? (
        <Table label={t('title')}>
          <TableHead>
            <HeadCell>{t('what')}</HeadCell>
            <HeadCell>{t('where')}</HeadCell>
            <HeadCell>{t('when')}</HeadCell>
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <AuditRow key={event.sequence} event={event} />
            ))}
          </TableBody>
        </Table>
      ) : filters.length > 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={t('noMatch')}
          action={
            <ButtonLink href={path} variant="secondary" prefetch={false}>
              {t('clear')}
            </ButtonLink>
          }
        >
          {t('noMatchWhy')}
        </EmptyState>
      ) : (
        <EmptyState icon={<ScrollText />} title={t('none')}>
          {t('noneWhy')}
        </EmptyState>
      )}
      <Pagination first={before ? address() : undefined} next={next ? address([['before', next]]) : undefined} />
    </>
  )
}
