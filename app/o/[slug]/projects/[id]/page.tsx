import { Eye } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardFooter, CardHeader, CardRow } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { getProject } from '@/lib/domain/projects'
import { Refused } from '../../refused'
import { archiveProject, deleteProject, renameProject, restoreProject } from '../actions'

export default async function ProjectPage({ params }: PageProps<'/o/[slug]/projects/[id]'>) {
  const { slug, id } = await params
  const seen = await orgQuery(slug, 'project:read', (ctx) => getProject(ctx, { id }))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/projects`} />

  const { data: project, org, may } = seen
  const t = await getTranslations('projects')
  const hidden = <input type="hidden" name="id" value={project.id} />

  return (
    <>
      <PageHeader
        title={project.name}
        description={
          <>
            {t('created')} <RelativeTime date={project.createdAt} />
          </>
        }
        back={{ href: `/o/${slug}/projects`, label: t('back') }}
        actions={project.archivedAt && <Badge tone="warning">{t('archived')}</Badge>}
      />
      <div className="grid grid-cols-1 gap-6">
        {may['project:update'] ? (
          <Card>
            <CardHeader title={t('name')} description={t('renameWhy', { org: org.name })} />
            <Form action={renameProject.bind(null, slug)} card>
              <CardBody>
                {hidden}
                <Field name="name" label={t('name')} hideLabel className="max-w-sm">
                  <Input defaultValue={project.name} autoComplete="off" required />
                </Field>
              </CardBody>
              <CardFooter>
                <SubmitButton>{t('save')}</SubmitButton>
              </CardFooter>
            </Form>
          </Card>
        ) : (
          <Card>
            <EmptyState icon={<Eye />} title={t('readOnly')}>
              {t('readOnlyWhy')}
            </EmptyState>
          </Card>
        )}
        {(may['project:update'] || may['project:delete']) && (
          <Card className="divide-y">
            {may['project:update'] && (
              <CardRow
                title={t(project.archivedAt ? 'restore' : 'archive')}
                description={t(project.archivedAt ? 'restoreWhy' : 'archiveWhy')}
              >
                <Form action={(project.archivedAt ? restoreProject : archiveProject).bind(null, slug)}>
                  {hidden}
                  <SubmitButton variant="secondary">{t(project.archivedAt ? 'restore' : 'archive')}</SubmitButton>
                </Form>
              </CardRow>
            )}
            {may['project:delete'] && (
              <CardRow title={t('deleteSection')} description={t('deleteWhy')}>
                <ConfirmDialog
                  action={deleteProject.bind(null, slug)}
                  trigger={t('deleteTrigger')}
                  title={t('deleteTitle', { name: project.name })}
                  description={t('deleteWhy')}
                  phrase={project.name}
                  phraseLabel={t('deletePhrase', { name: project.name })}
                  confirm={t('delete')}
                >
                  {hidden}
                </ConfirmDialog>
              </CardRow>
            )}
          </Card>
        )}
      </div>
    </>
  )
}
