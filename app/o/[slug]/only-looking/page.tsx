import { Eye } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { stopViewing } from '@/app/account/organizations/actions'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { ButtonLink } from '@/components/ui/button-link'
import { EmptyState } from '@/components/ui/empty-state'
import { SubmitButton } from '@/components/ui/submit-button'
import { orgQuery } from '@/lib/access/queries'
import { Refused } from '../refused'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('orgs.looking'))('title') }
}

/** Where a file leads that is not given to whoever only looks. */
export default async function OnlyLookingPage({ params }: PageProps<'/o/[slug]/only-looking'>) {
  const { slug } = await params
  const seen = await orgQuery(slug, 'organization:read', async ({ actor }) => actor.viewingAs)
  if ('refusal' in seen) return <Refused {...seen.refusal} />

  const { data: viewingAs, org } = seen
  const [t, roles] = await Promise.all([getTranslations('orgs.looking'), getTranslations('orgs.roles')])
  return (
    <EmptyState
      heading="h1"
      icon={<Eye />}
      title={viewingAs ? t('as', { role: roleName(roles, viewingAs) }) : t('not')}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {viewingAs && (
            <Form action={stopViewing} success="silent">
              <input type="hidden" name="organizationId" value={org.id} />
              <SubmitButton>{t('stop')}</SubmitButton>
            </Form>
          )}
          <ButtonLink href={`/o/${slug}`} variant="secondary" prefetch={false}>
            {t('back')}
          </ButtonLink>
        </div>
      }
    >
      {t(viewingAs ? 'why' : 'notWhy')}
    </EmptyState>
  )
}
