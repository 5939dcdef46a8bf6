import { Eye } from 'lucide-react'
import { getFormatter, getTranslations } from 'next-intl/server'
import { stopViewing } from '@/app/account/organizations/actions'
import { roleName } from '@/app/role-name'
import { Form } from '@/components/form'
import { TextLink } from '@/components/text-link'
import { Alert } from '@/components/ui/alert'
import { SubmitButton } from '@/components/ui/submit-button'
import type { orgFrame } from '@/lib/access/queries'

type Frame = NonNullable<Awaited<ReturnType<typeof orgFrame>>>

/** What somebody has to know on every page of the organization: that they only look, and what will be asked of them. */
export async function Notices({ org, actor, announced }: Pick<Frame, 'org' | 'actor' | 'announced'>) {
  const [t, roles, format] = await Promise.all([
    getTranslations('orgs.notices'),
    getTranslations('orgs.roles'),
    getFormatter(),
  ])
  const date = announced && format.dateTime(announced.from, { dateStyle: 'long' })
  return (
    <>
      {actor.viewingAs && (
        <section
          aria-label={t('viewing', { role: roleName(roles, actor.viewingAs) })}
          className="sticky top-16 z-20 mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-warning/25 bg-warning-soft px-3.5 py-2.5 text-sm text-warning lg:top-3"
        >
          <Eye aria-hidden="true" className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 basis-56">
            <strong className="font-semibold">{t('viewing', { role: roleName(roles, actor.viewingAs) })}</strong>{' '}
            {t('viewingWhy')}
          </p>
          <Form action={stopViewing} success="silent">
            <input type="hidden" name="organizationId" value={org.id} />
            <SubmitButton variant="secondary" size="sm">
              {t('stopViewing')}
            </SubmitButton>
          </Form>
        </section>
      )}
      {announced && date && (
        <Alert tone="warning" className="mb-6" title={t(`${announced.kind}.title`, { date, org: org.name })}>
          {announced.kind === 'methodsOff' && (
            <TextLink href={`/o/${org.slug}/settings/policies`}>{t('methodsOff.do')}</TextLink>
          )}
          {announced.kind === 'secondFactor' && (
            <TextLink href={`/account/confirm?second-factor&next=${encodeURIComponent(`/o/${org.slug}`)}`}>
              {t('secondFactor.do')}
            </TextLink>
          )}
          {announced.kind === 'method' && <TextLink href="/account/security">{t('method.do')}</TextLink>}
        </Alert>
      )}
    </>
  )
}
