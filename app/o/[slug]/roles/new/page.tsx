import type { Metadata } from 'next'
import NextForm from 'next/form'
import { getTranslations } from 'next-intl/server'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { readRoleToCopy } from '@/lib/domain/roles/list'
import { Refused } from '../../refused'
import { createRole } from '../actions'
import { boxesFor } from '../groups'
import { RoleFields } from '../role-fields'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles.new'))('title') }
}

export default async function NewRolePage({ params, searchParams }: PageProps<'/o/[slug]/roles/new'>) {
  const { slug } = await params
  const from = [(await searchParams).from].flat()[0]
  const seen = await orgQuery(slug, 'role:create', (ctx) => readRoleToCopy(ctx, from))
  if ('refusal' in seen) return <Refused {...seen.refusal} back={`/o/${slug}/roles`} />

  const { data, actor } = seen
  const { all, copied } = data
  const [t, page, one, names] = await Promise.all([
    getTranslations('roles'),
    getTranslations('roles.new'),
    getTranslations('roles.one'),
    getTranslations('orgs.roles'),
  ])
  const groups = boxesFor(actor, t)
  const open = new Set(groups.flatMap(({ boxes }) => boxes.filter(({ locked }) => !locked).map(({ value }) => value)))
  const held = [...copied.permissions].filter((permission) => open.has(permission))
  const leftOut = copied.permissions.size - held.length
  return (
    <>
      <PageHeader
        back={{ href: `/o/${slug}/roles`, label: t('back') }}
        title={page('title')}
        description={page('description')}
      />
      <div className="grid grid-cols-1 gap-6">
        <Card>
          <NextForm
            action={`/o/${slug}/roles/new`}
            prefetch={false}
            className="flex flex-wrap items-end gap-2 px-5 py-4.5"
          >
            <Field name="from" label={page('from')} className="min-w-0 flex-1 basis-48 sm:max-w-sm">
              <Select key={copied.value} defaultValue={copied.value}>
                {all.map(({ value, name }) => (
                  <option key={value} value={value}>
                    {roleName(names, name)}
                  </option>
                ))}
              </Select>
            </Field>
            <Button type="submit" variant="secondary">
              {page('use')}
            </Button>
          </NextForm>
        </Card>
        {leftOut > 0 && <Alert>{page('leftOut', { count: leftOut, role: roleName(names, copied.name) })}</Alert>}
        <Card>
          <CardHeader title={one('form')} description={one('permissionsWhy')} />
          <Form key={copied.value} action={createRole.bind(null, slug)} card>
            <CardBody className="grid gap-5">
              <RoleFields groups={groups} held={held} />
            </CardBody>
            <CardFooter>
              <SubmitButton>{t('create')}</SubmitButton>
            </CardFooter>
          </Form>
        </Card>
      </div>
    </>
  )
}
