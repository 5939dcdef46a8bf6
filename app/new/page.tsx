import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/(auth)/sign-out/actions'
import { accountsHere } from '@/app/accounts'
import { InvitationInbox } from '@/app/invitation-inbox'
import { OrganizationsToJoin } from '@/app/organizations-to-join'
import { AuthCard, OrDivider } from '@/components/auth-card'
import { DrawnForProvider } from '@/components/drawn-for'
import { Form } from '@/components/form'
import { Refused } from '@/components/refused'
import { TextLink } from '@/components/text-link'
import { SubmitButton } from '@/components/ui/submit-button'
import { UserMenu } from '@/components/user-menu'
import { userQuery } from '@/lib/access/queries'
import { listOrganizationsToJoin } from '@/lib/domain/domains/organizations-to-join'
import { checkSlug, createOrganization } from './actions'
import { NameAndSlug } from './name-and-slug'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('orgs.new')
  return { title: t('title') }
}

export default async function NewOrganizationPage() {
  const seen = await userQuery(listOrganizationsToJoin)
  if ('refusal' in seen) return <Refused {...seen.refusal} />
  const { user, organizations, invitations, data: open } = seen
  const [t, s, d, accounts] = await Promise.all([
    getTranslations('orgs.new'),
    getTranslations('orgs.slug'),
    getTranslations('domains.open'),
    accountsHere(),
  ])
  const words = {
    name: t('name'),
    placeholder: t('namePlaceholder'),
    slug: { label: s('label'), hint: s('hint'), checking: s('checking'), free: s('free') },
  }
  return (
    <DrawnForProvider userId={user.id}>
      <header className="absolute top-3 right-3 z-10">
        <UserMenu user={user} signOutAction={signOut} accounts={accounts} compact />
      </header>
      <AuthCard
        title={t('title')}
        description={t('description')}
        footer={organizations.length > 0 && <TextLink href="/account/organizations">{t('back')}</TextLink>}
      >
        <div className="grid gap-5">
          {invitations.length > 0 && (
            <>
              <h2 className="text-sm font-semibold">{t('invited')}</h2>
              <InvitationInbox invitations={invitations} />
            </>
          )}
          {open.length > 0 && (
            <>
              <h2 className="text-sm font-semibold">{d('title')}</h2>
              <OrganizationsToJoin organizations={open} />
            </>
          )}
          {(invitations.length > 0 || open.length > 0) && <OrDivider>{t('orCreate')}</OrDivider>}
          <Form action={createOrganization}>
            <NameAndSlug check={checkSlug} words={words} />
            <SubmitButton wide size="lg">
              {t('create')}
            </SubmitButton>
          </Form>
        </div>
      </AuthCard>
    </DrawnForProvider>
  )
}
