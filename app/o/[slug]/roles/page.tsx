import { Lock, Plus, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Pagination } from '@/components/pagination'
import { SearchInput } from '@/components/search-input'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listRoles, listRolesSchema } from '@/lib/domain/roles/list'
import { canViewAs } from '@/lib/domain/roles/views'
import { Refused } from '../refused'
import { Matrix } from './matrix'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') }
}

export default async function RolesPage({ params, searchParams }: PageProps<'/o/[slug]/roles'>) {
  const { slug } = await params
  const query = await searchParams
  const input = readQuery(listRolesSchema, query)
  const seen = await orgQuery(slug, 'role:read', (ctx) => listRoles(ctx, input))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}`} />

  const { data, org, actor, may } = seen
  const { total, next } = data
  const roles = data.roles.map((role) => ({ ...role, viewable: canViewAs(actor, role) }))
  const t = await getTranslations('roles')
  const path = `/o/${slug}/roles`
  const search = input.q ? `q=${encodeURIComponent(input.q)}` : ''
  const missed = Boolean(input.q) && roles.every(({ builtInRole }) => builtInRole)
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description', { org: org.name })}
        actions={
          may['role:create'] && (
            <ButtonLink href={`${path}/new`} prefetch={false}>
              <Plus aria-hidden="true" />
              {t('create')}
            </ButtonLink>
          )
        }
      />
      {'deleted' in query && (
        <Alert tone="success" role="status" className="mb-4">
          {t('deletedTitle')}
        </Alert>
      )}
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-1.5 text-[0.8125rem] text-muted-foreground">
          <Lock aria-hidden="true" className="size-3.5 shrink-0" />
          {t('builtInAll')}
        </p>
        {(total > 8 || input.q) && <SearchInput action={path} label={t('search')} defaultValue={input.q} />}
      </div>
      {missed && (
        <EmptyState
          icon={<SearchX />}
          title={t('noMatch')}
          action={
            <ButtonLink href={path} variant="secondary" prefetch={false}>
              {t('clear')}
            </ButtonLink>
          }
        />
      )}
      {!missed && <Matrix slug={slug} roles={roles} mayReadMembers={may['member:read']} />}
      <Pagination
        first={input.after ? `${path}${search && `?${search}`}` : undefined}
        next={next ? `${path}?${[search, `after=${next}`].filter(Boolean).join('&')}` : undefined}
      >
        {t('total', { count: total })}
      </Pagination>
    </>
  )
}
