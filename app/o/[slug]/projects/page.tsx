import { FolderKanban, SearchX } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Form } from '@/components/form'
import { Pagination } from '@/components/pagination'
import { RelativeTime } from '@/components/relative-time'
import { SearchInput } from '@/components/search-input'
import { ButtonLink } from '@/components/ui/button-link'
import { Dialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Tabs } from '@/components/ui/tabs'
import { readQuery } from '@/lib/access/input'
import { orgQuery } from '@/lib/access/queries'
import { listProjects, listProjectsSchema } from '@/lib/domain/projects'
import { Refused } from '../refused'
import { createProject } from './actions'

export default async function ProjectsPage({ params, searchParams }: PageProps<'/o/[slug]/projects'>) {
  const { slug } = await params
  const input = readQuery(listProjectsSchema, await searchParams)
  const seen = await orgQuery(slug, 'project:read', (ctx) => listProjects(ctx, input))
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { data, may } = seen
  const { q, status } = input
  const t = await getTranslations('projects')
  const path = `/o/${slug}/projects`
  const address = (query: Record<string, string | undefined>) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
    return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
  }
  const kept = { q, status: status === 'archived' ? status : undefined }

  const newProject = may['project:create'] && (
    <Dialog trigger={t('new')} title={t('new')} variant="primary">
      <Form action={createProject.bind(null, slug)}>
        <Field name="name" label={t('name')}>
          <Input placeholder={t('namePlaceholder')} autoComplete="off" required />
        </Field>
        <div className="flex justify-end">
          <SubmitButton>{t('create')}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  )

  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={newProject} />
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <Tabs
          label={t('statuses')}
          tabs={[
            { href: address({ q }), label: t('active'), current: status === 'active' },
            { href: address({ q, status: 'archived' }), label: t('archived'), current: status === 'archived' },
          ]}
        />
        <SearchInput action={path} label={t('search')} defaultValue={q} keep={{ status: kept.status }} />
      </div>

      {data.rows.length > 0 ? (
        <Table label={t('title')}>
          <TableHead>
            <HeadCell>{t('name')}</HeadCell>
            <HeadCell>{t('created')}</HeadCell>
          </TableHead>
          <TableBody>
            {data.rows.map((project) => (
              <Row key={project.id}>
                <Cell main>
                  <Link href={`${path}/${project.id}`} prefetch={false} className="font-medium hover:underline">
                    {project.name}
                  </Link>
                </Cell>
                <Cell label={t('created')}>
                  <RelativeTime date={project.createdAt} className="text-muted-foreground" />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      ) : q ? (
        <EmptyState
          icon={<SearchX />}
          title={t('noMatch', { q })}
          action={
            <ButtonLink href={address({ status: kept.status })} variant="secondary" prefetch={false}>
              {t('clear')}
            </ButtonLink>
          }
        >
          {t('noMatchWhy')}
        </EmptyState>
      ) : status === 'archived' ? (
        <EmptyState icon={<FolderKanban />} title={t('emptyArchived')}>
          {t('emptyArchivedWhy')}
        </EmptyState>
      ) : (
        <EmptyState icon={<FolderKanban />} title={t('empty')}>
          {t(may['project:create'] ? 'emptyMayCreate' : 'emptyMayNot')}
        </EmptyState>
      )}
      <Pagination
        first={input.after ? address(kept) : undefined}
        next={data.next ? address({ ...kept, after: data.next }) : undefined}
      />
    </>
  )
}
