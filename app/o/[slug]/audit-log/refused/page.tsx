import { ShieldCheck } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Pagination } from '@/components/pagination'
import { RelativeTime } from '@/components/relative-time'
import { EmptyState } from '@/components/ui/empty-state'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listRefusals, listRefusalsSchema } from '@/lib/domain/audit/refusals'
import { Refused } from '../../refused'
import { AuditTabs } from '../audit-tabs'

export default async function RefusedPage({ params, searchParams }: PageProps<'/o/[slug]/audit-log/refused'>) {
  const { slug } = await params
  const input = readQuery(listRefusalsSchema, await searchParams)
  const seen = await orgQuery(slug, 'audit:read', (ctx) => listRefusals(ctx, input))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { refusals, next } = seen.data
  const [t, a] = await Promise.all([getTranslations('audit.refusals'), getTranslations('audit')])
  const path = `/o/${slug}/audit-log/refused`
  return (
    <>
      <AuditTabs slug={slug} current="refused" may={seen.may} description={t('description')} />
      {refusals.length > 0 ? (
        <Table label={a('refused')}>
          <TableHead>
            <HeadCell>{t('who')}</HeadCell>
            <HeadCell>{t('wanted')}</HeadCell>
            <HeadCell>{a('where')}</HeadCell>
            <HeadCell>{a('when')}</HeadCell>
          </TableHead>
          <TableBody>
            {refusals.map(({ actor, actorId, permission, says, minute, ip }) => (
              <Row key={`${minute.getTime()} ${actorId} ${permission}`}>
                <Cell main>
                  <div className="min-w-0">
                    <span className="font-medium break-words">{actor?.name ?? t('left')}</span>
                    {actor && (
                      <span className="block text-[0.8125rem] font-normal break-all text-muted-foreground">
                        {actor.email}
                      </span>
                    )}
                  </div>
                </Cell>
                <Cell label={t('wanted')}>
                  <div className="min-w-0 max-sm:text-right">
                    {says}
                    <span className="block text-[0.8125rem] text-muted-foreground">{permission}</span>
                  </div>
                </Cell>
                <Cell label={a('where')}>
                  <span className="break-all text-muted-foreground tabular-nums">{ip}</span>
                </Cell>
                <Cell label={a('when')}>
                  <RelativeTime date={minute} className="whitespace-nowrap text-muted-foreground" />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      ) : (
        <EmptyState icon={<ShieldCheck />} title={t('none')}>
          {t('noneWhy')}
        </EmptyState>
      )}
      <Pagination first={input.before ? path : undefined} next={next ? `${path}?before=${next}` : undefined} />
    </>
  )
}
