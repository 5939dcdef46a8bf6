import { ScrollText, SearchX } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { Pagination } from '@/components/pagination'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import type { OrgContext } from '@/lib/access/context'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listAuditEvents, listAuditEventsSchema } from '@/lib/domain/audit/log'
import { verifyHere } from '@/lib/domain/audit/verification'
import { AppError } from '@/lib/errors'
import { Refused } from '../refused'
import { AuditRow } from './audit-row'
import { AuditTabs } from './audit-tabs'
import { ExportMenu } from './export-menu'
import { Filters } from './filters'
import { Verification } from './verification'

const querySchema = listAuditEventsSchema.extend({ verify: z.literal('1').optional() })

export default async function AuditLogPage({ params, searchParams }: PageProps<'/o/[slug]/audit-log'>) {
  const { slug } = await params
  const { verify, ...input } = readQuery(querySchema, await searchParams)
  const seen = await orgQuery(slug, 'audit:read', async (ctx) => ({
    ...(await listAuditEvents(ctx, input)),
    found: verify && (await verifyOrSay(ctx)),
  }))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { events, next, found } = seen.data
  const t = await getTranslations('audit')
  const path = `/o/${slug}/audit-log`
  const { before, ...filter } = input
  const chosen = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const query = new URLSearchParams(chosen).toString()
  const address = (cursor = '') => `${path}?${[query, cursor].filter(Boolean).join('&')}`.replace(/\?$/, '')

  return (
    <>
      <AuditTabs slug={slug} current="events" may={seen.may} description={t('description')}>
        <ExportMenu slug={slug} query={query} viewingAs={seen.actor.viewingAs} />
      </AuditTabs>
      <Verification
        address={`/api/o/${slug}/audit-log/verify`}
        page={path}
        found={found || undefined}
        words={await verificationWords()}
      />
      <Filters path={path} filter={filter} chosen={chosen.length > 0} />
      {events.length > 0 ? (
        <Table label={t('title')}>
          <TableHead>
            <HeadCell>{t('what')}</HeadCell>
            <HeadCell>{t('where')}</HeadCell>
            <HeadCell>{t('when')}</HeadCell>
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <AuditRow key={event.sequence} event={event} path={path} />
            ))}
          </TableBody>
        </Table>
      ) : chosen.length > 0 ? (
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
      <Pagination first={before ? address() : undefined} next={next ? address(`before=${next}`) : undefined} />
    </>
  )
}

/** The log is shown also when it was verified too often. */
async function verifyOrSay(ctx: OrgContext) {
  try {
    return await verifyHere(ctx)
  } catch (error) {
    if (error instanceof AppError) return { failed: error.message }
    throw error
  }
}

async function verificationWords() {
  const t = await getTranslations('audit.verify')
  return {
    title: t('title'),
    why: t('why'),
    verify: t('verify'),
    again: t('again'),
    verifying: t('verifying'),
    progress: t('progress'),
    unbroken: t('unbroken'),
    broken: t('broken'),
    failed: t('failed'),
    unreachable: t('unreachable'),
    end: t.raw('end') as string,
  }
}
