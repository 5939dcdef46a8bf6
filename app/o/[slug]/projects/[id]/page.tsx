import { getTranslations } from 'next-intl/server'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { getProject } from '@/lib/domain/projects'
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
      <div className="grid max-w-2xl gap-6">
        {!may['project:update'] && <p className="text-muted-foreground">{t('readOnly')}</p>}
        {may['project:update'] && (
          <Card>
            <CardBody>
              <Form action={renameProject.bind(null, slug)}>
                {hidden}
                <Field name="name" label={t('rename')} description={t('renameWhy', { org: org.name })}>
                  <Input defaultValue={project.name} autoComplete="off" required />
                </Field>
                <div>
                  <SubmitButton>{t('save')}</SubmitButton>
                </div>
              </Form>
            </CardBody>
          </Card>
        )}
        {may['project:update'] && (
          <Card>
            <CardHeader
              title={t(project.archivedAt ? 'restore' : 'archive')}
              description={t(project.archivedAt ? 'restoreWhy' : 'archiveWhy')}
            />
            <CardBody>
              <Form action={(project.archivedAt ? restoreProject : archiveProject).bind(null, slug)}>
                {hidden}
                <div>
                  <SubmitButton variant="secondary">{t(project.archivedAt ? 'restore' : 'archive')}</SubmitButton>
                </div>
              </Form>
            </CardBody>
          </Card>
        )}
        {may['project:delete'] && (
          <Card>
            <CardHeader title={t('deleteSection')} description={t('deleteWhy')} />
            <CardBody>
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
            </CardBody>
          </Card>
        )}
      </div>
    </>
  )
}
