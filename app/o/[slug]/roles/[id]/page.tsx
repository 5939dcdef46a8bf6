import { Copy, Lock } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { ReviewedFields } from '@/components/reviewed-fields'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button-link'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Toaster } from '@/components/ui/toaster'
import { orgQuery } from '@/lib/access/queries'
import { COUNT_CAP } from '@/lib/domain/members/people'
import { readRole } from '@/lib/domain/roles/list'
import { hasAsMuch } from '@/lib/domain/roles/roles'
import { canViewAs } from '@/lib/domain/roles/views'
import { Refused } from '../../refused'
import { updateRole } from '../actions'
import { boxesFor } from '../groups'
import { PermissionList } from '../permission-list'
import { RoleFields } from '../role-fields'
import { ViewAs } from '../view-as'
import { DeleteCard } from './delete-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') }
}

export default async function RolePage({ params, searchParams }: PageProps<'/o/[slug]/roles/[id]'>) {
  const { slug, id } = await params
  const seen = await orgQuery(slug, 'role:read', (ctx) => readRole(ctx, id))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/roles`} />

  const { data, actor, may } = seen
  const { role, members } = data
  const [t, one, names] = await Promise.all([
    getTranslations('roles'),
    getTranslations('roles.one'),
    getTranslations('orgs.roles'),
  ])
  const name = roleName(names, role.name)
  const isOurs = !role.builtInRole && hasAsMuch(actor, role)
  const why = role.builtInRole
    ? t('builtInWhy')
    : !hasAsMuch(actor, role)
      ? one('above', { name })
      : !may['role:update'] && one('readOnly')
  return (
    <>
      <Toaster />
      <PageHeader
        back={{ href: `/o/${slug}/roles`, label: t('back') }}
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            <span className="min-w-0 break-words">{name}</span>
            {role.builtInRole && (
              <Badge>
                <Lock aria-hidden="true" />
                {t('builtIn')}
              </Badge>
            )}
          </span>
        }
        description={members > COUNT_CAP ? t('many', { cap: COUNT_CAP }) : t('people', { count: members })}
        actions={
          <>
            {canViewAs(actor, role) && <ViewAs slug={slug} role={role} />}
            {may['role:create'] && (
              <ButtonLink href={`/o/${slug}/roles/new?from=${role.value}`} variant="secondary" prefetch={false}>
                <Copy aria-hidden="true" />
                {one('copy')}
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-6">
        {'created' in (await searchParams) && (
          <Alert tone="success" role="status" title={t('createdTitle', { name })}>
            {t('createdWhy')}
          </Alert>
        )}
        {why && <Alert>{why}</Alert>}
        {!why && actor.role === role.name && <Alert>{one('own')}</Alert>}
        <Card>
          <CardHeader title={one(why ? 'permissions' : 'form')} description={why ? undefined : one('permissionsWhy')} />
          {why ? (
            <PermissionList held={role.permissions} />
          ) : (
            <Form key={role.value} action={updateRole.bind(null, slug)} success="toast" card>
              <input type="hidden" name="roleId" value={role.value} />
              <ReviewedFields
                words={{
                  review: one('review'),
                  reviewing: one('reviewing'),
                  why: one('reviewWhy'),
                  save: one('save'),
                  back: one('keepEditing'),
                }}
              >
                <RoleFields groups={boxesFor(actor, t)} name={role.name} held={[...role.permissions]} />
              </ReviewedFields>
            </Form>
          )}
        </Card>
        {isOurs && may['role:delete'] && <DeleteCard slug={slug} {...data} />}
      </div>
    </>
  )
}
